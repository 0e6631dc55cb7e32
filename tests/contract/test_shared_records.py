"""Every ClaimStore, AnswerStore and CalibrationStore, fakes included, keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from winnow.contracts.calibration import Calibration
from winnow.contracts.usage import Usage
from winnow.records.answers import Answers
from winnow.records.calibrations import Calibrations
from winnow.records.claims import Claims
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate
from winnow.records.port import (
    AnswerStore,
    CalibrationStore,
    Claim,
    ClaimStore,
    Kept,
    Turn,
    Use,
)
from winnow.testing.records import MemoryAnswers, MemoryCalibrations, MemoryClaims


@pytest.fixture(params=["memory", "sql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database | None]:
    if request.param == "memory":
        yield None
        return
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


@pytest.fixture
def claims(database: Database | None) -> ClaimStore:
    return Claims(database) if database else MemoryClaims()


@pytest.fixture
def answers(database: Database | None) -> AnswerStore:
    return Answers(database) if database else MemoryAnswers()


@pytest.fixture
def calibrations(database: Database | None) -> CalibrationStore:
    return Calibrations(database) if database else MemoryCalibrations()


def learnt(identity: str, days: int, model: str = "m") -> Calibration:
    return Calibration(
        id=identity,
        recipe="receipt",
        recipe_version="receipt@1",
        fields_hash="f",
        model=model,
        data_hash="d",
        examples=0,
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days),
        scorers={},
        held_out={},
        documents=(),
    )


async def test_the_first_record_of_an_event_has_it_however_often_it_comes(
    claims: ClaimStore,
) -> None:
    first, repeat = Claim("a", "t/0/1"), Claim("a", "t/0/9")
    assert await claims.claim("embed", [first]) == [True]
    assert await claims.claim("embed", [first, repeat]) == [True, False]
    assert await claims.claim("embed", []) == []


async def test_consumers_do_not_see_each_others_claims(claims: ClaimStore) -> None:
    await claims.claim("embed", [Claim("a", "t/0/1")])
    assert await claims.claim("classify", [Claim("a", "t/0/9")]) == [True]


async def test_an_event_that_was_given_up_may_be_brought_again(claims: ClaimStore) -> None:
    first, again = Claim("a", "t/0/1"), Claim("a", "t/0/9")
    await claims.claim("embed", [first])
    await claims.release("embed", again)
    assert await claims.claim("embed", [again]) == [False]
    await claims.release("embed", first)
    assert await claims.claim("embed", [again]) == [True]


async def test_of_two_records_in_a_batch_the_former_has_the_event(claims: ClaimStore) -> None:
    many = [Claim(str(n % 700), f"t/0/{n}") for n in range(1300)]
    assert await claims.claim("embed", many) == [n < 700 for n in range(1300)]


def use(answer: str = "a", key: str = "k", tenant: str = "t", document: str = "d") -> Use:
    return Use(answer, key, tenant, document, "receipt@1", "extract", "m", rung=2)


PAID = Usage(
    model="m", stage="extract", input_tokens=7, cost_usd=0.1, seconds=0.3, call="a", rung=2
)
CACHED = Usage(model="m", stage="extract", cost_usd=0, call="a", outcome="cached", rung=2)
AT = datetime(2026, 1, 1, tzinfo=UTC)


async def test_an_unknown_answer_is_none(answers: AnswerStore) -> None:
    assert await answers.recall(use()) is None


async def test_a_kept_answer_costs_its_first_use_what_was_paid_and_others_nothing(
    answers: AnswerStore,
) -> None:
    assert await answers.keep(use(), {"total": "1"}, PAID, AT) == Kept({"total": "1"}, PAID)
    for of in (answers.recall, answers.take_off):
        assert await of(use()) == Kept({"total": "1"}, PAID, repeated=True)
    assert await answers.recall(use(key="l")) == Kept({"total": "1"}, CACHED)
    assert await answers.take_off(use(key="l")) == Kept({"total": "1"}, CACHED, repeated=True)


async def test_the_first_answer_is_kept_and_told_to_the_second(answers: AnswerStore) -> None:
    racing = (answers.keep(use(key=str(n)), {"n": n}, PAID, AT) for n in range(10))
    kept = await asyncio.gather(*racing)
    assert len({one.body["n"] for one in kept}) == 1
    assert {one.usage.outcome for one in kept} == {"paid"}


async def test_one_asks_until_the_answer_is_kept_or_given_up(answers: AnswerStore) -> None:
    assert await answers.landed("a")
    assert await answers.take_off(use()) is Turn.OURS
    assert not await answers.landed("a")
    await answers.give_up("a")
    assert await answers.landed("a")
    assert await answers.take_off(use(key="l")) is Turn.OURS
    await answers.renew()
    await answers.keep(use(key="l"), {}, PAID, AT)
    assert await answers.landed("a")


async def test_what_a_document_used_is_erased(answers: AnswerStore) -> None:
    await answers.keep(use(), {"total": "1"}, PAID, AT)
    await answers.recall(use(document="other", key="l"))
    await answers.keep(use("b", document="e"), {}, PAID, AT)
    assert await answers.erase("t", "nobody") == 0
    assert await answers.erase("another", "d") == 0
    assert await answers.erase("t", "d") == 1
    assert await answers.recall(use()) is None
    assert await answers.recall(use("b", document="e")) is not None


async def test_the_newest_calibration_of_a_recipe_and_model_is_in_use(
    calibrations: CalibrationStore,
) -> None:
    assert await calibrations.newest("receipt", "m") is None
    for one in (learnt("b", 2), learnt("a", 1), learnt("c", 3, "other"), learnt("b", 2)):
        await calibrations.keep(one)
    assert await calibrations.newest("receipt", "m") == learnt("b", 2)
    assert await calibrations.newest("invoice", "m") is None
    assert await calibrations.get("a") == learnt("a", 1)
    assert await calibrations.get("z") is None
