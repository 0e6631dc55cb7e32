"""From what people decided to a model of one's own: examples, checks, training, comparison."""
