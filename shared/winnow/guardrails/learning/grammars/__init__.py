"""Grammars that training texts are drawn from, one file a model."""
