"""Answers a question from passages, each sentence with a citation that was checked."""
