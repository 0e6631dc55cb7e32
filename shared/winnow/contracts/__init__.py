"""What is said on the bus and stored beside it; imports nothing but Pydantic."""
