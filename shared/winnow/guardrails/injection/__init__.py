"""Attacks on the model: in questions, and in texts of documents."""
