"""What models cost, and what is kept of them, told by the command line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.costs import per_document
from winnow.cli.main import app
from winnow.contracts.usage import Usage
from winnow.records.answers import Answers
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.moment import now
from winnow.records.port import Use
from winnow.records.spending import DocumentCost


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    return f"sqlite:///{tmp_path / 'winnow.db'}"


@pytest.fixture
def filled(own_database: str) -> None:
    asyncio.run(_with(own_database, _fill))


async def _with(url: str, act: Callable[[Answers], Awaitable[Any]]) -> None:
    await migrate(url)
    database = open_database(url)
    await act(Answers(database))
    await database.close()


async def _fill(store: Answers) -> None:
    for number, usd in enumerate([0.01, 0.03, None]):
        use = Use(str(number) * 36, "k", "default", f"d{number}", "receipt@1", "extract", "m")
        usage = Usage(model="m", stage="extract", input_tokens=1000, cost_usd=usd)
        await store.keep(use, {"n": number}, usage, now())
    await store.recall(Use("1" * 36, "l", "default", "copy", "receipt@1", "extract", "m"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_costs_of_nothing_are_told() -> None:
    told = run("costs")
    assert told.exit_code == 0
    assert "No model was called" in told.stdout


def test_costs_are_a_table_for_people(filled: None) -> None:
    told = run("costs", "--by", "model")
    assert "3,000" in told.stdout
    assert "1 (25%)" in told.stdout
    assert "0.0400" in told.stdout
    assert "without a known price" in told.stderr


def test_costs_are_json_for_programs(filled: None) -> None:
    told = json.loads(run("costs", "--json").stdout)
    assert told["by"] == "recipe"
    assert told["total"]["usd"] == pytest.approx(0.04)
    assert told["total"]["saved_usd"] == pytest.approx(0.03)
    assert told["per_document"] == {
        "documents": 4,
        "median_usd": 0.01,
        "p95_usd": 0.03,
        "unpriced_documents": 1,
    }


def test_a_day_that_is_none_is_refused() -> None:
    assert run("costs", "--since", "yesterday").exit_code == 2


def test_costs_can_be_drawn(filled: None, tmp_path: Path) -> None:
    assert run("costs", "--plot", str(tmp_path / "costs.png")).exit_code == 0
    assert (tmp_path / "costs.png").read_bytes().startswith(b"\x89PNG")


def test_one_document_in_twenty_costs_more_than_the_95th_percentile() -> None:
    found = per_document([DocumentCost(str(n), n / 100, 0) for n in range(1, 101)])
    assert (found.median_usd, found.p95_usd) == (0.5, 0.95)
    assert per_document([]).median_usd is None


def test_what_is_kept_is_told_and_forgotten(filled: None) -> None:
    [line] = json.loads(run("cache", "stats", "--json").stdout)
    assert (line["model"], line["answers"]) == ("m", 3)
    assert run("cache", "erase", "nobody").exit_code == 1
    assert run("cache", "erase", "d0").exit_code == 0
    assert "m" in run("cache", "stats").stdout
    assert run("cache", "clear").exit_code == 1  # nobody said yes
    assert run("cache", "clear", "--yes").exit_code == 0
    assert json.loads(run("cache", "stats", "--json").stdout) == []
    assert json.loads(run("costs", "--json").stdout)["total"]["usd"] == pytest.approx(0.04)
