"""Reads files: pages, elements, words and chunks."""
