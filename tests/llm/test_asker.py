import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import BaseModel
from structlog import wrap_logger
from structlog.testing import LogCapture

from winnow.contracts.usage import Usage
from winnow.errors import HeldError, UnfillableError, UnreachableError
from winnow.llm import measuring
from winnow.llm.asker import Asker
from winnow.llm.calls import Ask, Purpose, Question
from winnow.llm.port import Example, Filled, Form, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.records.port import Kept, Use
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers


class Bill(BaseModel):
    total: float
    due: date | None = None


PROMPT = Prompt("Read the bill.", "Total 5")
FILLS = {"Bill": {"total": 5, "due": "2026-01-02"}}


def asked(model: LanguageModel, key: str = "event-1", **told: Any) -> Question[Bill]:
    return Question(model, Purpose(key, "extract", **told), Bill, PROMPT)


class SlowModel(FakeModel):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__(FILLS)
        self.go = asyncio.Event()

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        filled = await super().fill(form, prompt, stage=stage, max_tokens=max_tokens)
        await self.go.wait()
        return filled


async def test_a_question_that_comes_again_finds_its_answer_and_its_usage_of_the_first_time() -> (
    None
):
    model, asker = FakeModel(FILLS, probabilities={"/total": 0.5}), Asker(MemoryAnswers())
    first = await asker.fill(asked(model, document_id="d"))
    assert first == await asker.fill(asked(model, document_id="d"))
    assert first.form == Bill(total=5, due=date(2026, 1, 2))
    assert first.probabilities == {"/total": 0.5}
    assert (first.usage.outcome, first.usage.call) == ("paid", asked(model).id)
    assert len(model.calls) == 1


async def test_an_equal_question_of_another_document_costs_nothing_and_is_written_down() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    asker = Asker(answers)
    await asker.fill(asked(model, document_id="d"))
    for _ in range(2):
        other = await asker.fill(asked(model, "event-2", document_id="e", rung=1))
        assert other.form.total == 5
        assert other.usage == Usage(
            model="fake",
            stage="extract",
            cost_usd=0,
            call=asked(model).id,
            outcome="cached",
            rung=1,
        )
    assert len(model.calls) == 1
    assert [use.document_id for use, _ in answers.uses.values()] == ["d", "e"]


async def test_tenants_never_share_an_answer() -> None:
    model, asker = FakeModel(FILLS), Asker(MemoryAnswers())
    for tenant in ("acme", "globex", "acme"):
        await asker.fill(asked(model, tenant=tenant))
    assert len(model.calls) == 2


async def test_where_a_recipe_or_the_settings_say_so_no_document_has_the_answer_of_another() -> (
    None
):
    model, answers = FakeModel(FILLS), MemoryAnswers()
    for key in ("event-1", "event-2", "event-2"):
        filled = await Asker(answers).fill(asked(model, key, cache=False))
        assert filled.usage.outcome == "paid"
    assert len(model.calls) == 2
    for key in ("event-3", "event-4", "event-4"):
        await Asker(answers, shared=False).fill(asked(model, key))
    assert len(model.calls) == 4


async def test_of_equal_questions_at_once_one_is_asked() -> None:
    model, answers = SlowModel(), MemoryAnswers()
    asker, another = Asker(answers), Asker(answers)  # as in two processes
    waiting = [
        asyncio.create_task(one.fill(asked(model, f"event-{number}")))
        for number, one in enumerate([asker, asker, another, another, asker])
    ]
    await asyncio.sleep(0.05)
    model.go.set()
    filled = await asyncio.gather(*waiting)
    assert sorted(one.usage.outcome for one in filled) == ["cached"] * 4 + ["paid"]
    assert len(model.calls) == 1
    assert answers.flying == set()


async def test_a_flight_is_renewed_as_long_as_it_is_in_the_air() -> None:
    model = SlowModel()

    class Leased(MemoryAnswers):
        renewal = 0.001
        renewed = 0

        async def renew(self) -> None:
            self.renewed += 1
            if self.renewed == 1:
                raise UnreachableError("database")
            if self.renewed == 3:
                model.go.set()

    answers = Leased()
    await Asker(answers).fill(asked(model))
    assert answers.renewed >= 3


async def test_whoever_waits_for_one_who_is_cancelled_asks_instead() -> None:
    model, answers = SlowModel(), MemoryAnswers()
    asker = Asker(answers)
    first = asyncio.create_task(asker.fill(asked(model)))
    second = asyncio.create_task(asker.fill(asked(model, "event-2")))
    await asyncio.sleep(0.01)
    first.cancel()
    model.go.set()
    assert (await second).usage.outcome == "paid"
    assert first.cancelled()
    assert answers.flying == set()


async def test_where_a_model_does_not_answer_all_who_wait_for_it_are_told_at_once() -> None:
    class Away(SlowModel):
        async def fill(self, *args: Any, **options: Any) -> Any:
            await super().fill(*args, **options)
            raise UnreachableError("fake", "HTTP 529", retry_after=7)

    model, answers = Away(), MemoryAnswers()
    asker = Asker(answers)
    waiting = [asyncio.create_task(asker.fill(asked(model, str(n)))) for n in range(5)]
    await asyncio.sleep(0.01)
    model.go.set()
    raised = await asyncio.gather(*waiting, return_exceptions=True)
    assert [getattr(one, "retry_after", None) for one in raised] == [7] * 5
    assert len(model.calls) == 1
    assert answers.answers == {}


async def test_of_two_answers_in_a_race_both_get_the_first_and_both_payments_are_told() -> None:
    fast, slow, answers = FakeModel({"Bill": {"total": 1}}), SlowModel(), MemoryAnswers()
    late = asyncio.create_task(Asker(answers).fill(asked(slow)))
    await asyncio.sleep(0.01)
    answers.flying.clear()  # it was taken for dead
    await Asker(answers).fill(asked(fast, "event-2"))
    slow.go.set()
    filled = await late
    assert (filled.form.total, filled.usage.outcome) == (1, "paid")
    assert [usage.outcome for _, usage in answers.uses.values()] == ["paid", "paid"]


async def test_an_answer_that_was_paid_for_in_vain_is_not_paid_for_again() -> None:
    model, asker = FakeModel(FILLS), Asker(MemoryAnswers())
    usage = Usage(model="fake", stage="extract", output_tokens=9)
    model.fail_with(UnfilledError("cut_off", "after 9 tokens", usage), times=1)
    seen = []
    for key in ("event-1", "event-1", "event-2"):
        with pytest.raises(UnfilledError) as raised:
            await asker.fill(asked(model, key))
        assert (raised.value.why, raised.value.detail) == ("cut_off", "after 9 tokens")
        seen.append((raised.value.usage.outcome, raised.value.usage.output_tokens))
    assert seen == [("failed", 9), ("failed", 9), ("cached", 0)]
    assert len(model.calls) == 1


async def test_a_refusal_that_cost_nothing_is_told_the_same_way_and_may_be_tried_again() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    model.fail_with(UnfillableError("refused", "prompt too long"), times=1)
    with pytest.raises(UnfilledError) as raised:
        await Asker(answers).fill(asked(model))
    assert raised.value.usage.cost_usd == 0
    assert raised.value.usage.outcome == "failed"
    assert (answers.answers, answers.uses, answers.flying) == ({}, {}, set())


async def test_nothing_is_kept_of_a_model_that_did_not_answer() -> None:
    model, answers = FakeModel(FILLS), MemoryAnswers()
    model.fail_with(UnreachableError("fake"), times=1)
    with pytest.raises(UnreachableError):
        await Asker(answers).fill(asked(model))
    assert (answers.answers, answers.flying) == ({}, set())
    assert (await Asker(answers).fill(asked(model))).form.total == 5


async def test_what_was_paid_for_is_kept_though_the_database_was_away_for_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Away(MemoryAnswers):
        times = 2

        async def keep(self, use: Use, body: dict[str, Any], usage: Usage, at: datetime) -> Kept:
            self.times -= 1
            if self.times >= 0:
                raise UnreachableError("database")
            return await super().keep(use, body, usage, at)

    monkeypatch.setattr("winnow.llm.asker.PAUSE", 0.001)
    model, answers = FakeModel(FILLS), Away()
    assert (await Asker(answers).fill(asked(model))).form.total == 5
    assert list(answers.answers) == [asked(model).id]


async def test_guards_stand_around_what_is_paid_for_and_around_nothing_else() -> None:
    class Turnstile:
        passed: list[str]

        def __init__(self) -> None:
            self.passed = []

        async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
            self.passed.append(question.purpose.key)
            return await ask()

    class Spent:
        async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
            raise HeldError("budget", "acme/*", "the budget is spent", 60)

    model, answers, turnstile = FakeModel(FILLS), MemoryAnswers(), Turnstile()
    asker = Asker(answers, [turnstile])
    for key in ("event-1", "event-1", "event-2"):
        await asker.fill(asked(model, key))
    assert turnstile.passed == ["event-1"]
    with pytest.raises(HeldError):
        await Asker(answers, [turnstile, Spent()]).fill(asked(model, tenant="acme"))
    assert turnstile.passed == ["event-1", "event-1"]
    assert answers.flying == set()
    assert len(model.calls) == 1


async def test_a_model_without_a_price_is_told_of_once_and_never_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = LogCapture()
    monkeypatch.setattr(measuring, "log", wrap_logger(None, processors=[told]))
    model, asker = FakeModel(FILLS, name=f"unpriced {datetime.now(UTC)}"), Asker(MemoryAnswers())

    class Unpriced(FakeModel):
        async def fill(self, *args: Any, **options: Any) -> Any:
            filled = await super().fill(*args, **options)
            usage = filled.usage.model_copy(update={"cost_usd": None, "prices": None})
            return Filled(filled.form, usage)

    model = Unpriced(FILLS, name=model.name)
    for tenant in ("a", "b"):
        filled = await asker.fill(asked(model, tenant=tenant))
        assert filled.usage.cost_usd is None
    [warning] = told.entries
    assert "no price is known" in warning["event"]


def test_another_question_is_another_answer() -> None:
    class Other(BaseModel):
        total: int

    def question(form: type[BaseModel] = Bill, prompt: Prompt = PROMPT, most: int = 9) -> str:
        return Question(FakeModel(), Purpose("k", "extract"), form, prompt, most).id

    ids = {
        question(),
        Question(FakeModel(name="n"), Purpose("k", "extract"), Bill, PROMPT, 9).id,
        Question(FakeModel(), Purpose("k", "extract", tenant="b"), Bill, PROMPT, 9).id,
        Question(FakeModel(), Purpose("k", "extract", cache=False), Bill, PROMPT, 9).id,
        Question(FakeModel(), Purpose("l", "extract", cache=False), Bill, PROMPT, 9).id,
        question(Other),
        question(most=5),
        question(prompt=Prompt("Read the bill.", "Total 6")),
        question(prompt=Prompt("Read.", "Total 5")),
        question(prompt=Prompt("Read the bill.", "Total 5", (Example("a", "{}"),))),
    }
    assert len(ids) == 10
    assert Question(FakeModel(), Purpose("l", "classify"), Bill, PROMPT, 9).id == question()
