"""Alembic reads this to learn what it works on: the open transaction it was handed."""

from alembic import context

from winnow.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
