"""The page of askers."""
