"""Decides what is certain enough; the only writer of results."""
