"""Models that are tuned on what people decided: examples, checks, training, comparison."""
