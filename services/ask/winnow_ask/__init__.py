"""Answers questions over the documents, with citations, or hands them to a person."""
