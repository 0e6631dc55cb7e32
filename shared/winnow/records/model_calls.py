"""The ledger of model calls: a row for each use of an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid5

from sqlalchemy import Connection, select

from winnow.contracts.base import NAMESPACE
from winnow.contracts.usage import Usage
from winnow.records.port import Use
from winnow.records.statements import insert_new
from winnow.records.tables import model_calls

Row = dict[str, Any]
TOKENS: Final = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")
_AS_USED: Final = ("model", "stage", *TOKENS, "prices", "seconds", "outcome", "rung", "batched")


def row_of(use: Use, usage: Usage, at: datetime) -> Row:
    """The row of a use and what it cost."""
    return {
        "id": use.id,
        "day": f"{at:%Y-%m-%d}",
        "at": at,
        "tenant": use.tenant,
        "document_id": use.document_id,
        "recipe": use.recipe,
        "usd": usage.cost_usd,
        **{name: getattr(usage, name) for name in _AS_USED},
    }


def usage_of_row(row: Any) -> Usage:
    """The usage that a row was made of."""
    told = {name: getattr(row, name) for name in _AS_USED}
    return Usage(cost_usd=row.usd, call=row.id.partition("/")[0], **told)


def cached(use: Use) -> Usage:
    """What it costs to use an answer that was paid for before."""
    return Usage(
        model=use.model,
        stage=use.stage,
        cost_usd=0.0,
        call=use.answer,
        outcome="cached",
        rung=use.rung,
    )


def known_uses(connection: Connection, uses: Iterable[Use]) -> dict[str, Usage]:
    """What those of the uses cost that are written down, by their ids."""
    query = select(model_calls).where(model_calls.c.id.in_([use.id for use in uses]))
    return {row.id: usage_of_row(row) for row in connection.execute(query)}


def write_cached(connection: Connection, uses: Sequence[Use], at: datetime) -> dict[str, Usage]:
    """Write uses of kept answers down; their usages by id."""
    usages = {use.id: cached(use) for use in uses}
    rows = {use.id: row_of(use, usages[use.id], at) for use in uses}
    insert_new(connection, model_calls, [rows[id_] for id_ in sorted(rows)])
    return usages


def write_paid(connection: Connection, paid: Sequence[tuple[Use, Usage, datetime]]) -> None:
    """Write payments and their times down, the same one only once.

    One for a use that was paid for before has a row of its own beside it. That happens where an
    answer was forgotten, or where somebody who was taken for dead asked too. An answer out of a
    batch that is fetched again was paid for once.
    """
    rows = sorted((row_of(*one) for one in paid), key=lambda row: str(row["id"]))
    if insert_new(connection, model_calls, rows) == len(rows):
        return
    ids = [row["id"] for row in rows]
    columns = (model_calls.c.id, model_calls.c.at, model_calls.c.batched)
    query = select(*columns).where(model_calls.c.id.in_(ids))
    there = {row.id: row for row in connection.execute(query)}
    again = [row for row in rows if not _same(there[row["id"]], row)]
    insert_new(connection, model_calls, [{**row, "id": _beside(row)} for row in again])


def _same(there: Any, row: Row) -> bool:
    return bool(there.at == row["at"] or (there.batched and row["batched"]))


def _beside(row: Row) -> str:
    return f"{row['id']}/{uuid5(NAMESPACE, row['at'].isoformat())}"
