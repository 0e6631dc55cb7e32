"""winnow tuning"""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

import typer

from winnow.cli.terminal import err, explained, out, print_json, table
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.tuning_standing import Standing, standing
from winnow.retraining.settings import TuningSettings

app = typer.Typer(help="Trainings that start by themselves, and models on trial.")


@app.callback()
def tuning() -> None:
    """Keep `status` a command of its own."""


@app.command("status")
def status(
    as_line: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Tell the last trainings, how far each recipe is from the next, and who is on trial.

    A training starts by itself after enough reviewed documents, when live quality fell, or by
    schedule (WINNOW_TUNE_*; see docs/tuning.md). The service `tune` trains; this only looks.

    Example: winnow tuning status
    """
    with explained():
        found = asyncio.run(_standing())
    if as_line:
        print_json(asdict(found))
        return
    _show(found)


async def _standing() -> Standing:
    settings = TuningSettings()
    url = settings.database_url()
    await migrate(url)
    database = open_database(url)
    try:
        return await standing(database, settings)
    finally:
        await database.close()


def _show(found: Standing) -> None:
    if not (found.triggers or found.runs or found.trials):
        err.print("nothing was reviewed yet, and nothing was trained")
        return
    _rows(
        [{**asdict(one), "due": "now" if one.due else ""} for one in found.triggers],
        ("recipe", "task", "cause", "due", "why"),
    )
    _rows(
        [{**asdict(one), "came": one.version or one.reason or one.progress} for one in found.runs],
        ("id", "recipe", "task", "cause", "state", "queued_at", "ended_at", "came"),
    )
    _rows(
        found.trials,
        ("recipe", "task", "kind", "version", "share", "began_at", "outcome", "told"),
    )


def _rows(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    if not rows:
        return
    shown = table(*columns)
    for row in rows:
        shown.add_row(*(_cell(row[name]) for name in columns))
    out.print(shown)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0%}"
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "strftime") else str(value)
