"""Chooses the recipe for a document."""
