from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.ledger import answer_id, fill_once
from winnow.llm.port import Example, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers


class Bill(BaseModel):
    total: float
    due: date | None = None


PROMPT = Prompt("Read the bill.", "Total 5")
FILLS = {"Bill": {"total": 5, "due": "2026-01-02"}}


async def test_the_same_question_is_asked_once_and_answered_alike() -> None:
    model, answers = FakeModel(FILLS, probabilities={"/total": 0.5}), MemoryAnswers()
    first = await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
    second = await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
    assert first == second
    assert first.form == Bill(total=5, due=date(2026, 1, 2))
    assert first.probabilities == {"/total": 0.5}
    assert len(model.calls) == 1


async def test_of_two_answers_in_a_race_both_get_the_first() -> None:
    answers = MemoryAnswers()

    class Late(MemoryAnswers):
        async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002
            return None

        async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
            return await answers.keep(id, stage, body)

    fast, slow = FakeModel({"Bill": {"total": 1}}), FakeModel({"Bill": {"total": 2}})
    await fill_once(fast, answers, "event-1", Bill, PROMPT, stage="extract")
    late = await fill_once(slow, Late(), "event-1", Bill, PROMPT, stage="extract")
    assert late.form.total == 1


async def test_an_answer_that_was_paid_for_in_vain_is_not_paid_for_again() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    usage = Usage(model="fake", stage="extract", output_tokens=9)
    model.fail_with(UnfilledError("cut_off", "after 9 tokens", usage), times=1)
    for _ in range(2):
        with pytest.raises(UnfilledError) as raised:
            await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
        assert (raised.value.why, raised.value.detail) == ("cut_off", "after 9 tokens")
        assert raised.value.usage == usage
    assert len(model.calls) == 1


async def test_a_refusal_that_cost_nothing_is_told_the_same_way_and_may_be_tried_again() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    model.fail_with(UnfillableError("refused", "prompt too long"), times=1)
    with pytest.raises(UnfilledError) as raised:
        await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
    assert raised.value.usage == Usage(model="fake", stage="extract")
    assert answers.answers == {}


async def test_nothing_is_kept_of_a_model_that_did_not_answer() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    model.fail_with(UnreachableError("fake"), times=1)
    with pytest.raises(UnreachableError):
        await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
    assert answers.answers == {}
    filled = await fill_once(model, answers, "event-1", Bill, PROMPT, stage="extract")
    assert filled.form.total == 5


def test_another_question_is_another_answer() -> None:
    class Other(BaseModel):
        total: int

    asked = {
        answer_id("m", "k", Bill, PROMPT),
        answer_id("n", "k", Bill, PROMPT),
        answer_id("m", "l", Bill, PROMPT),
        answer_id("m", "k", Other, PROMPT),
        answer_id("m", "k", Bill, PROMPT, max_tokens=5),
        answer_id("m", "k", Bill, Prompt("Read the bill.", "Total 6")),
        answer_id("m", "k", Bill, Prompt("Read.", "Total 5")),
        answer_id("m", "k", Bill, Prompt("Read the bill.", "Total 5", (Example("a", "{}"),))),
    }
    assert len(asked) == 8
    assert answer_id("m", "k", Bill, PROMPT) in asked
