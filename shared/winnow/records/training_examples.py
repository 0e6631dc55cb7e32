"""Training examples of reviewed documents, in SQL."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, or_, select

from winnow.contracts.tuning import Task, TrainingExample
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.port import Erased
from winnow.records.statements import insert_new
from winnow.records.tables import training_examples as table


class TrainingExamples:
    """ExampleStore on the table `training_examples`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, examples: Sequence[TrainingExample]) -> int:
        return await self._database.write(lambda sql: _keep(sql, examples))

    async def of_recipe(self, recipe: str, task: Task | None = None) -> list[TrainingExample]:
        query = select(table.c.body).where(table.c.recipe == recipe)
        if task is not None:
            query = query.where(table.c.task == task)
        async with self._database.read() as connection:
            bodies = (await connection.execute(query.order_by(table.c.at, table.c.id))).scalars()
            return [TrainingExample.model_validate_json(body) for body in bodies]

    async def get(self, id: str) -> TrainingExample | None:  # noqa: A002  (what it is called)
        query = select(table.c.body).where(table.c.id == id)
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return None if body is None else TrainingExample.model_validate_json(body)

    async def erase(self, document: str) -> Erased:
        return await self._database.write(lambda sql: _erase(sql, document))


def _keep(connection: Connection, examples: Sequence[TrainingExample]) -> int:
    """Those of a document that was decided anew take the place of what was known of it."""
    for tenant, document, recipe, task in sorted({_key(one) for one in examples}):
        connection.execute(
            delete(table).where(
                table.c.tenant == tenant,
                table.c.document == document,
                table.c.recipe == recipe,
                table.c.task == task,
            )
        )
    at = now()
    rows = [
        {
            "id": one.id,
            "recipe": one.recipe,
            "task": one.task,
            "tenant": one.tenant,
            "document": one.document,
            "sha256": one.sha256,
            "body": one.model_dump_json(),
            "at": at,
        }
        for one in examples
    ]
    return insert_new(connection, table, rows)


def _key(one: TrainingExample) -> tuple[str, str, str, str]:
    return one.tenant, one.document, one.recipe, one.task


def _erase(connection: Connection, document: str) -> Erased:
    """All examples that share a hash with the document go: its bytes are the same."""
    named = or_(table.c.document == document, table.c.sha256 == document)
    hashes = set(connection.execute(select(table.c.sha256).where(named)).scalars())
    gone = delete(table).where(or_(named, table.c.sha256.in_(sorted(hashes))))
    return Erased(int(connection.execute(gone).rowcount), tuple(sorted(hashes)))
