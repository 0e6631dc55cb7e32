"""Weights of the linear models; README.md says how they were made and what they are not for."""
