"""Makes chunks searchable."""
