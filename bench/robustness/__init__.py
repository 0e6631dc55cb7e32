"""Every file of a folder through ingest, and what became of each."""
