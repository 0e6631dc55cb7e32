"""Hate against groups of people, in questions and in answers."""
