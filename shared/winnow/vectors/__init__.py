"""Where chunks are searched."""
