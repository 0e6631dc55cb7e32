"""What Claude and OpenAI-compatible servers have in common, over real sockets."""

import asyncio
from collections.abc import Callable
from typing import Literal

import pytest
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI
from pydantic import BaseModel, ConfigDict, field_validator

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.claude import Claude
from winnow.llm.openai_compatible import OpenAICompatible
from winnow.llm.port import Example, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.testing.model_script import Answer, bad_json, cut_off, drop, hang, ok, refused, status
from winnow.testing.model_server import ModelServer


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    price: float | None = None


class Receipt(BaseModel):
    model_config = ConfigDict(extra="forbid")

    merchant: str
    currency: Literal["EUR", "USD"]
    total: float
    lines: list[Line] = []

    @field_validator("total")
    @classmethod
    def is_positive(cls, total: float) -> float:
        if total <= 0:
            raise ValueError("must be positive")
        return total


FIELDS = {
    "merchant": "Café",
    "currency": "EUR",
    "total": 2.5,
    "lines": [{"name": "Espresso", "price": 2.5}],
}
PROMPT = Prompt(
    task="Read the receipt.",
    text="Café {{ Espresso }} 2.50",
    examples=(Example("Kiosk 1.00", '{"merchant": "Kiosk"}'),),
)

Opener = Callable[[ModelServer], LanguageModel]


def claude(server: ModelServer) -> LanguageModel:
    client = AsyncAnthropic(api_key="key", base_url=server.url)
    return Claude(client, "claude-haiku-5-5", timeout=0.5)


def openai(server: ModelServer) -> LanguageModel:
    client = AsyncOpenAI(api_key="key", base_url=f"{server.url}/v1")
    return OpenAICompatible(client, "receipts-lora", timeout=0.5)


@pytest.fixture(params=[claude, openai])
def opened(request: pytest.FixtureRequest) -> Opener:
    opener: Opener = request.param
    return opener


async def test_a_form_is_filled_and_is_of_the_plain_class(opened: Opener) -> None:
    async with ModelServer([ok(FIELDS)]) as server:
        filled = await opened(server).fill(Receipt, PROMPT, stage="extract", max_tokens=300)
    assert type(filled.form) is Receipt
    assert filled.form == Receipt.model_validate(FIELDS)
    assert server.faults == []
    assert server.requests[0].body["max_tokens"] == 300


async def test_the_four_kinds_of_tokens_are_told_apart(opened: Opener) -> None:
    async with ModelServer([ok(FIELDS)]) as server:
        usage = (await opened(server).fill(Receipt, PROMPT, stage="extract")).usage
    assert usage.stage == "extract"
    assert (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens) == (100, 20, 50)
    assert usage.seconds > 0


async def test_braces_in_a_document_reach_the_model_as_they_are(opened: Opener) -> None:
    async with ModelServer([ok(FIELDS)]) as server:
        await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert "{{ Espresso }}" in str(server.requests[0].body["messages"][-1])


async def test_examples_stand_before_the_document_as_turns(opened: Opener) -> None:
    async with ModelServer([ok(FIELDS)]) as server:
        await opened(server).fill(Receipt, PROMPT, stage="extract")
    roles = [turn["role"] for turn in server.requests[0].body["messages"]]
    assert roles[-3:] == ["user", "assistant", "user"]


@pytest.mark.parametrize("wrong", [bad_json(), ok({**FIELDS, "total": -1}), ok({})])
async def test_an_answer_that_does_not_fit_is_invalid_and_was_paid_for(
    opened: Opener, wrong: Answer
) -> None:
    async with ModelServer([wrong]) as server:
        with pytest.raises(UnfilledError) as raised:
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert raised.value.why == "invalid"
    assert raised.value.usage.output_tokens == 20
    assert len(server.requests) == 1


async def test_what_was_wrong_is_told_by_its_field_and_without_the_documents_text(
    opened: Opener,
) -> None:
    async with ModelServer([ok({**FIELDS, "total": -1})]) as server:
        with pytest.raises(UnfilledError) as raised:
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert "/total" in raised.value.detail
    assert "Café" not in raised.value.detail


@pytest.mark.parametrize(("answer", "why"), [(cut_off(), "cut_off"), (refused(), "refused")])
async def test_an_answer_that_stopped_early_is_never_taken_nor_repaired(
    opened: Opener, answer: Answer, why: str
) -> None:
    async with ModelServer([answer, ok(FIELDS)]) as server:
        with pytest.raises(UnfilledError) as raised:
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert raised.value.why == why
    assert raised.value.usage.input_tokens == 100
    assert len(server.requests) == 1


async def test_even_whole_json_is_not_taken_when_the_limit_was_reached(opened: Opener) -> None:
    whole = ok(FIELDS).text
    async with ModelServer([cut_off(whole)]) as server:
        with pytest.raises(UnfillableError, match="cut_off"):
            await opened(server).fill(Receipt, PROMPT, stage="extract")


@pytest.mark.parametrize("code", [401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 529])
async def test_what_is_not_the_documents_fault_is_waited_for(opened: Opener, code: int) -> None:
    async with ModelServer([status(code)]) as server:
        with pytest.raises(UnreachableError, match=f"HTTP {code}"):
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert len(server.requests) == 1


async def test_the_wait_that_a_server_asks_for_is_passed_on(opened: Opener) -> None:
    async with ModelServer([status(429, retry_after=7.5)]) as server:
        with pytest.raises(UnreachableError) as raised:
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert raised.value.retry_after == 7.5


@pytest.mark.parametrize("answer", [hang(), drop()])
async def test_a_hang_and_a_dropped_connection_are_waited_for(
    opened: Opener, answer: Answer
) -> None:
    async with ModelServer([answer]) as server:
        with pytest.raises(UnreachableError):
            await opened(server).fill(Receipt, PROMPT, stage="extract")


async def test_nobody_listening_is_waited_for(opened: Opener) -> None:
    async with ModelServer([]) as server:
        pass
    with pytest.raises(UnreachableError):
        await opened(server).fill(Receipt, PROMPT, stage="extract")
    with pytest.raises(UnreachableError):
        await opened(server).ready()


async def test_a_prompt_that_is_too_long_goes_to_a_person(opened: Opener) -> None:
    async with ModelServer([status(400, "prompt is too long: 900000 tokens")]) as server:
        with pytest.raises(UnfillableError) as raised:
            await opened(server).fill(Receipt, PROMPT, stage="extract")
    assert raised.value.why == "refused"
    assert "too long" in raised.value.detail


async def test_an_empty_purse_is_the_operators_and_not_the_documents(opened: Opener) -> None:
    async with ModelServer([status(400, "Your credit balance is too low")]) as server:
        with pytest.raises(UnreachableError):
            await opened(server).fill(Receipt, PROMPT, stage="extract")


async def test_a_model_that_answers_is_ready(opened: Opener) -> None:
    async with ModelServer([]) as server:
        await opened(server).ready()


async def test_fills_may_run_at_the_same_time(opened: Opener) -> None:
    async with ModelServer([ok(FIELDS)] * 4) as server:
        model = opened(server)
        fills = [model.fill(Receipt, PROMPT, stage="extract") for _ in range(4)]
        filled = await asyncio.gather(*fills)
    assert {one.usage.input_tokens for one in filled} == {100}
