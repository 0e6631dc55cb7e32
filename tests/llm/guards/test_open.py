"""Which guards the settings ask for, in which order, and what all of them do together."""

import asyncio
from typing import Any

import pytest

from winnow.config import Settings
from winnow.errors import HeldError, MisconfiguredError, UnreachableError
from winnow.llm.guards.open import Learnt, build_guards, open_guards
from winnow.records.database import Database
from winnow.testing.clock import ManualClock
from winnow.testing.served import ServedModel, question


def names(*guards: Any) -> list[str]:
    return [type(one).__name__.removesuffix("Guard") for one in guards]


async def test_without_budgets_and_limits_nothing_asks_the_database(database: Database) -> None:
    guards = open_guards(Settings(), database)
    assert names(*guards) == ["Deadline", "Retry", "Breaker", "Concurrency", "InFlight"]


async def test_a_budget_is_asked_first_and_a_limit_last(database: Database) -> None:
    guards = open_guards(Settings(budgets="*=1", model_limits="m=1rpm"), database)
    assert names(*guards) == [
        "Deadline",
        "Budget",
        "Retry",
        "Breaker",
        "Concurrency",
        "Rate",
        "InFlight",
    ]


@pytest.mark.parametrize("wrong", [{"budgets": "acme"}, {"model_limits": "m"}])
async def test_settings_that_cannot_work_are_told_at_the_start(
    database: Database, wrong: dict[str, Any]
) -> None:
    with pytest.raises(MisconfiguredError):
        open_guards(Settings(**wrong), database)


async def test_services_of_a_process_share_what_was_learnt(database: Database) -> None:
    first, second = (open_guards(Settings(), database) for _ in range(2))
    assert first[2].breakers is second[2].breakers  # type: ignore[attr-defined]


async def test_a_rough_day_comes_to_an_end_within_budget(
    through: Any, database: Database, clock: ManualClock
) -> None:
    settings = Settings(budgets="acme=99", model_limits="m=6000rpm/9999999tpm")
    guards = build_guards(settings, database, clock, Learnt())
    model = ServedModel(usd=0.001)
    for status in (429, 529, 408, None, 500):
        model.errors.extend([UnreachableError("m", "", 1.0, status), None, None, None])
    model.takes = lambda: clock.sleep(0.1)
    asked = [question(model, str(number)) for number in range(100)]
    answers = await asyncio.gather(*(through(one, *guards) for one in asked))
    assert {one.form.word for one in answers} == {"yes"}
    assert model.asked == 105
    budget: Any = guards[1]
    [used] = await budget.book.used(clock.now())
    assert used.spent == pytest.approx(100 * 110 * 0.001)
    assert used.reserved == pytest.approx(0.0)


async def test_held_work_takes_nothing_from_the_limits(
    through: Any, database: Database, clock: ManualClock
) -> None:
    settings = Settings(budgets="acme=0", model_limits="m=1rpm")
    guards = build_guards(settings, database, clock, Learnt())
    model = ServedModel(usd=0.001)
    for number in range(5):
        with pytest.raises(HeldError):
            await through(question(model, str(number)), *guards)
    assert (model.asked, clock.slept) == (0, [])
    assert await through(question(model, tenant="bolt"), *guards)
