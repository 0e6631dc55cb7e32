"""Finds the passages that a question is about: hybrid search, reranked, without repeats."""

from winnow.retrieval.open import open_retriever

__all__ = ["open_retriever"]
