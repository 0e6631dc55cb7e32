"""Models that are tuned on a recipe's own documents."""
