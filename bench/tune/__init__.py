"""What tuning is worth, what it costs, and whether its checks find what was planted."""
