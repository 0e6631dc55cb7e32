"""Summarises a document, citing its chunks."""
