"""Finds the passages that a question is about: hybrid search, reranked, without repeats."""
