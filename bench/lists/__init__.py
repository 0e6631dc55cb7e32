"""Long lists: whether rows are lost, and whether the result says so."""
