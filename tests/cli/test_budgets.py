"""What is spent, what waits, and that it may go on."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.contracts.held import WorkHeld
from winnow.records import held
from winnow.records.budgets import BudgetBook, Cost
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.moment import now

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def hold(scope: str, cause: str = "budget") -> WorkHeld:
    return WorkHeld(
        document_id=uuid4(),
        service="extract",
        attempt=1,
        topic="documents.classified",
        partition=0,
        offset=0,
        key=str(uuid4()),
        cause=cause,
        scope=scope,
        since=SINCE,
        due_at=now() + timedelta(hours=1),
    )


async def fill(url: str) -> None:
    await migrate(url)
    database = open_database(url)
    book, later = BudgetBook(database), now() + timedelta(hours=1)
    await book.settle([Cost("1", 1.25, ["acme/*"], now().date().isoformat())])
    await book.reserve("2", 0.5, {"acme/*": 5.0}, now(), later)
    async with database.begin() as conn:
        for one in (hold("acme/*"), hold("acme/*"), hold("bolt/receipt"), hold("m", "batch")):
            await held.put_aside(conn, one)
    await database.close()


async def due(url: str) -> int:
    database = open_database(url)
    gates = [held.Gate("budget", "acme/*"), held.Gate("budget", "bolt/receipt")]
    async with database.begin() as conn:
        taken = [await held.take_due(conn, gate, 9, now()) for gate in gates]
    await database.close()
    return sum(map(len, taken))


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.setenv("WINNOW_BUDGETS", "*=20,acme=5")
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    asyncio.run(fill(url))
    return url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ("budgets", *arguments))


@pytest.mark.usefixtures("url")
def test_each_scope_is_shown_with_its_money_and_what_it_holds() -> None:
    told = run("--json")
    found = {one["scope"]: one for one in map(json.loads, told.stdout.splitlines())}
    assert list(found) == ["*/*", "acme/*", "bolt/receipt", "batch m"]
    acme = found["acme/*"]
    assert [acme[name] for name in ("limit", "spent", "reserved", "held")] == [5.0, 1.25, 0.5, 2]
    assert acme["since"].startswith("2026-01-01")
    assert (found["*/*"]["held"], found["bolt/receipt"]["limit"]) == (0, None)
    assert "acme/*" in run().stdout


@pytest.mark.parametrize(("scope", "records"), [("acme", 2), ("bolt/receipt", 1), ("", 3)])
def test_what_is_held_goes_on_at_once(url: str, scope: str, records: int) -> None:
    told = run("resume", *([scope] if scope else []))
    assert told.exit_code == 0
    assert f"{records} records" in told.stderr
    assert asyncio.run(due(url)) == records


@pytest.mark.usefixtures("url")
def test_a_scope_that_is_none_is_told() -> None:
    told = run("resume", "Acme Inc")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "no scope" in told.stderr
