"""winnow budgets"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, TypeVar

import typer

from winnow.cli.terminal import err, explained, out, print_json, table
from winnow.config import Settings
from winnow.llm.guards.limits import parse_budgets, scope_of
from winnow.records import held
from winnow.records.budgets import BudgetBook, Used
from winnow.records.database import Database, open_database
from winnow.records.moment import now

app = typer.Typer(
    help="What of today's budgets (UTC) is spent, and what waits. Without a command: show it.",
    invoke_without_command=True,
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One scope: USD of today, and the documents that wait for it."""

    scope: str
    limit: float | None
    spent: float
    reserved: float
    held: int
    since: datetime | None


@app.callback()
def budgets(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for programs.")] = False,
) -> None:
    """Show each scope with its limit, what is spent and reserved of it, and what it holds.

    Limits are what WINNOW_BUDGETS says here: give services and command line the same. Documents
    that wait for a batch stand at the end.
    """
    if context.invoked_subcommand is not None:
        return
    with explained():
        lines = asyncio.run(_with_database(_lines))
    if as_json:
        for line in lines:
            print_json(asdict(line))
        return
    shown = table("scope", "limit", "spent", "reserved", "held", "since")
    for line in lines:
        shown.add_row(
            line.scope,
            "" if line.limit is None else f"{line.limit:.2f}",
            f"{line.spent:.4f}",
            f"{line.reserved:.4f}",
            str(line.held),
            f"{line.since:%Y-%m-%d %H:%M}" if line.since else "",
        )
    out.print(shown)


@app.command()
def resume(
    scope: Annotated[str, typer.Argument(help="tenant or tenant/recipe; nothing: all.")] = "",
) -> None:
    """Let held work try again now, after a limit was raised; otherwise it does within a minute.

    What finds its budget still spent is held again.
    """

    async def act(database: Database) -> int:
        async with database.begin() as conn:
            return await held.resume(conn, scope_of(scope) if scope else None, now())

    with explained():
        records = asyncio.run(_with_database(act))
    err.print(f"{records} records go on")


async def _lines(database: Database) -> list[Line]:
    limits = {one.scope: one.usd for one in parse_budgets(Settings().budgets)}
    used = {one.scope: one for one in await BudgetBook(database).used(now())}
    async with database.read() as conn:
        waits = await held.waiting(conn)
    paid = {one.gate.scope: one for one in waits if one.gate.cause == "budget"}
    lines = []
    for scope in dict.fromkeys((*limits, *sorted(used | paid))):
        of, waiting = used.get(scope, Used(scope)), paid.get(scope)
        lines.append(_line(scope, limits.get(scope), of, waiting))
    batches = [one for one in waits if one.gate.cause == "batch"]
    return lines + [_line(f"batch {one.gate.scope}", None, Used(""), one) for one in batches]


def _line(scope: str, limit: float | None, used: Used, waits: held.Waits | None) -> Line:
    number, since = (waits.documents, waits.since) if waits else (0, None)
    return Line(scope, limit, used.spent, used.reserved, number, since)


async def _with_database(act: Callable[[Database], Awaitable[T]]) -> T:
    database = open_database(Settings().database_url())
    try:
        return await act(database)
    finally:
        await database.close()
