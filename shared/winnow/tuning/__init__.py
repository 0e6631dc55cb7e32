"""From labelled documents to a tuned model: examples, split, checks, training and the gate."""
