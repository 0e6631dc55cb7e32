"""Every ClaimStore, AnswerStore and CalibrationStore, fakes included, keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from winnow.contracts.calibration import Calibration
from winnow.records.answers import Answers
from winnow.records.calibrations import Calibrations
from winnow.records.claims import Claims
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate
from winnow.records.port import AnswerStore, CalibrationStore, Claim, ClaimStore
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


async def test_an_unknown_answer_is_none(answers: AnswerStore) -> None:
    assert await answers.get("a") is None


async def test_the_first_answer_is_kept_and_told_to_the_second(answers: AnswerStore) -> None:
    assert await answers.keep("a", "extract", {"total": "1"}) == {"total": "1"}
    assert await answers.keep("a", "extract", {"total": "2"}) == {"total": "1"}
    assert await answers.get("a") == {"total": "1"}


async def test_of_racing_answers_all_get_the_same(answers: AnswerStore) -> None:
    kept = await asyncio.gather(*(answers.keep("a", "extract", {"n": n}) for n in range(10)))
    assert len({answer["n"] for answer in kept}) == 1


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
