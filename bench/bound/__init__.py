"""Is the promised error rate kept? Many splits into examples and what comes later."""
