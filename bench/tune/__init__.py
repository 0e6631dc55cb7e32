"""What tuning costs and what it is worth, measured."""
