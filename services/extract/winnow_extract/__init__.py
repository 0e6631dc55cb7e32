"""Fills a recipe's fields from a document."""
