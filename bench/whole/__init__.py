"""make bench: the whole beside plain loops over the same work; ratios measured in one run."""
