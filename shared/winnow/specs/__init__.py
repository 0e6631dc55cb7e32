"""What is published about Winnow's contracts, generated from the code."""
