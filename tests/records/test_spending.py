"""What the ledger tells of calls, tokens and dollars."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from winnow.contracts.usage import Usage
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.port import Use
from winnow.records.spending import (
    By,
    DocumentCost,
    Spent,
    document_costs,
    spent,
    spent_by_day_and_model,
)

FIRST = datetime(2026, 1, 1, 23, 59, tzinfo=UTC)
DEAR, CHEAP, OWN = ("a" * 36, "b" * 36, "c" * 36)


def use(
    answer: str,
    document: str,
    recipe: str = "receipt@1",
    stage: str = "extract",
    model: str = "m",
) -> Use:
    return Use(answer, f"event of {document}", "t", document, recipe, stage, model)


def paid(usd: float | None, **changes: Any) -> Usage:
    told = {
        "model": "m",
        "stage": "extract",
        "input_tokens": 10,
        "output_tokens": 2,
        "cache_read_tokens": 3,
        "cache_write_tokens": 4,
    }
    return Usage(cost_usd=usd, **(told | changes))


@pytest.fixture
async def ledger(database: Database) -> Database:
    """Two priced answers, one of which two documents share, and one without a price."""
    store = Answers(database)
    await store.keep(use(DEAR, "one"), {}, paid(0.5), FIRST)
    await store.keep(use(CHEAP, "two"), {}, paid(0.1, outcome="failed"), FIRST)
    later = FIRST + timedelta(minutes=2)
    summary = use(OWN, "two", model="own", recipe="invoice@2", stage="summarise")
    unpriced = paid(None, model="own", stage="summarise", input_tokens=7)
    await store.keep(summary, {}, unpriced, later)
    await store.recall(use(DEAR, "copy"))
    return database


async def lines(database: Database, by: By | None, since: str | None = None) -> list[Spent]:
    async with database.read() as connection:
        return await connection.run_sync(spent, by, since)


async def test_all_of_it_is_one_line(ledger: Database) -> None:
    [total] = await lines(ledger, None)
    assert total.usd == pytest.approx(0.6)
    assert total.saved_usd == pytest.approx(0.5)
    assert (total.calls, total.cached, total.failed, total.unpriced) == (4, 1, 1, 1)
    assert (total.input_tokens, total.output_tokens) == (27, 6)
    assert (total.cache_read_tokens, total.cache_write_tokens) == (9, 12)


async def test_the_dearest_comes_first_and_days_come_in_order(ledger: Database) -> None:
    recipes = [(line.of, line.calls, line.unpriced) for line in await lines(ledger, "recipe")]
    assert recipes == [("receipt@1", 3, 0), ("invoice@2", 1, 1)]
    assert [line.of for line in await lines(ledger, "model")] == ["m", "own"]
    assert [line.of for line in await lines(ledger, "stage")] == ["extract", "summarise"]
    assert [line.of for line in await lines(ledger, "tenant")] == ["t"]
    days = [line.of for line in await lines(ledger, "day")]
    assert days == sorted(days)
    assert days[:2] == ["2026-01-01", "2026-01-02"]


async def test_a_day_bounds_what_is_told_but_not_what_a_saved_answer_had_cost(
    ledger: Database,
) -> None:
    [total] = await lines(ledger, None, "2026-01-02")
    assert (total.calls, total.usd, total.saved_usd) == (2, 0, 0.5)
    assert await lines(ledger, None, "9999-01-01") == []


async def test_a_document_costs_what_its_calls_cost(ledger: Database) -> None:
    async with ledger.read() as connection:
        found = await connection.run_sync(document_costs)
    assert sorted(found, key=lambda one: one.document_id) == [
        DocumentCost("copy", 0, 0),
        DocumentCost("one", 0.5, 0),
        DocumentCost("two", 0.1, 1),
    ]
    await Answers(ledger).erase("t", "one")
    async with ledger.read() as connection:
        assert len(await connection.run_sync(document_costs)) == 2
    assert (await lines(ledger, None))[0].usd == pytest.approx(0.6)


async def test_days_and_models_are_told_for_a_picture(ledger: Database) -> None:
    async with ledger.read() as connection:
        found = await connection.run_sync(spent_by_day_and_model)
    assert (found[0][:2], round(found[0][2], 9)) == (("2026-01-01", "m"), 0.6)
    assert ("2026-01-02", "own", 0.0) in found
