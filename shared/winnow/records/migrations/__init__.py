"""Alembic's scripts; `winnow.records.migrate` runs them."""
