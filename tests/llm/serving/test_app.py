"""The server of forms, asked by our own adapter of such servers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

import httpx
import httpx2
import pytest
from fastapi import FastAPI
from openai import AsyncOpenAI
from pydantic import BaseModel, ConfigDict

from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError
from winnow.llm.decode import Written
from winnow.llm.engine import Answer
from winnow.llm.forms import strict_schema
from winnow.llm.openai_compatible import OpenAICompatible
from winnow.llm.port import Example, Prompt
from winnow.llm.serving.app import create_app
from winnow.llm.serving.waiting import FullError, GoneError, Line, while_there
from winnow.llm.unfilled import UnfilledError

PIECES = [(b'{"name": "', 0.0), (b"A\xc3", -0.25), (b"\xbc", -0.5), (b'"}', 0.0)]


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str


class Writer:
    """Writes what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, str, Prompt, int]] = []
        self.failure: Exception | None = None
        self.finished = True
        self.both = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def write(
        self, schema: dict[str, Any], title: str, prompt: Prompt, max_tokens: int
    ) -> Answer:
        self.asked.append((schema, title, prompt, max_tokens))
        if len(self.asked) == 2:
            self.both.set()
        await self.goes_on.wait()
        if self.failure:
            raise self.failure
        written = Written(list(PIECES), 2, 2, finished=self.finished, prefix_known=True)
        return Answer(written, 30, 12, 0.5)

    async def ready(self) -> None:
        if self.failure:
            raise self.failure


@contextmanager
def asking(app: FastAPI, key: str = "none") -> Iterator[OpenAICompatible]:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    http = httpx2.AsyncClient(transport=transport)
    client = AsyncOpenAI(api_key=key, base_url="http://served/v1", http_client=http)
    yield OpenAICompatible(client, "receipt")


PROMPT = Prompt("Who?", "Aü", (Example("Bo", '{"name":"Bo"}'),))


async def test_a_form_is_filled_with_its_probabilities_as_by_the_model_itself() -> None:
    writer = Writer()
    with asking(create_app({"receipt": writer})) as model:
        filled = await model.fill(Person, PROMPT, stage="extract", max_tokens=77)
    assert filled.form == Person(name="Aü")
    assert filled.probabilities["/name"] == pytest.approx(0.4723665)
    assert (filled.usage.input_tokens, filled.usage.cache_read_tokens) == (12, 30)
    assert filled.usage.output_tokens == 4
    assert writer.asked == [(strict_schema(Person), "Person", PROMPT, 77)]


async def test_its_models_are_listed_and_an_unknown_one_is_told() -> None:
    with asking(create_app({"receipt": Writer(), "base": Writer()})) as model:
        await model.ready()
        assert (await model.named("base")).name == "base"
        with pytest.raises(MisconfiguredError, match="base, receipt, and not other"):
            await model.named("other")


async def test_an_answer_that_reached_its_limit_is_cut_off() -> None:
    writer = Writer()
    writer.finished = False
    with (
        asking(create_app({"receipt": writer})) as model,
        pytest.raises(UnfilledError) as raised,
    ):
        await model.fill(Person, PROMPT, stage="extract")
    assert raised.value.why == "cut_off"


async def test_what_the_model_refuses_is_refused() -> None:
    writer = Writer()
    writer.failure = UnfillableError("refused", "prompt of 9999 tokens exceeds")
    with (
        asking(create_app({"receipt": writer})) as model,
        pytest.raises(UnfillableError, match="9999"),
    ):
        await model.fill(Person, PROMPT, stage="extract")


@pytest.mark.parametrize(("key", "right"), [("secret", True), ("other", False)])
async def test_a_key_is_asked_for_where_there_is_one(key: str, right: bool) -> None:
    with asking(create_app({"receipt": Writer()}, key="secret"), key) as model:
        if right:
            await model.fill(Person, PROMPT, stage="extract")
            return
        with pytest.raises(UnreachableError) as raised:
            await model.fill(Person, PROMPT, stage="extract")
    assert raised.value.status == 401


async def test_more_callers_than_may_wait_are_told_to_come_again() -> None:
    writer = Writer()
    writer.goes_on.clear()
    with asking(create_app({"receipt": writer}, most_waiting=2)) as model:
        waiting = [
            asyncio.create_task(model.fill(Person, PROMPT, stage="extract")) for _ in range(2)
        ]
        await writer.both.wait()
        with pytest.raises(UnreachableError) as raised:
            await model.fill(Person, PROMPT, stage="extract")
        writer.goes_on.set()
        await asyncio.gather(*waiting)
        await model.fill(Person, PROMPT, stage="extract")  # there is room again
    assert (raised.value.status, raised.value.retry_after) == (429, 1.0)


async def test_a_model_without_weights_is_unavailable() -> None:
    writer = Writer()
    writer.failure = UnreachableError("local", "no weights")
    with (
        asking(create_app({"receipt": writer})) as model,
        pytest.raises(UnreachableError) as raised,
    ):
        await model.fill(Person, PROMPT, stage="extract")
    assert raised.value.status == 503


Roles = list[Literal["system", "user", "assistant"]]


@pytest.mark.parametrize("roles", [["user"], ["user", "user"], ["system", "assistant"]])
async def test_turns_that_are_no_prompt_are_told_so(roles: Roles) -> None:
    transport = httpx.ASGITransport(create_app({"receipt": Writer()}))
    body = {
        "model": "receipt",
        "messages": [{"role": role, "content": "x"} for role in roles],
        "response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}},
    }
    async with httpx.AsyncClient(transport=transport, base_url="http://served") as client:
        answer = await client.post("/v1/chat/completions", json=body)
        assert answer.status_code == 400
        told = {**body, "response_format": {"type": "text"}}
        assert (await client.post("/v1/chat/completions", json=told)).status_code == 400
        assert "json_schema" in (await client.post("/v1/chat/completions", json=told)).text


class Caller:
    def __init__(self) -> None:
        self.gone = False

    async def is_disconnected(self) -> bool:
        return self.gone


async def test_who_hangs_up_stops_the_writing() -> None:
    caller, stopped = Caller(), asyncio.Event()

    @asynccontextmanager
    async def noticing() -> AsyncIterator[None]:
        try:
            yield
        except asyncio.CancelledError:
            stopped.set()
            raise

    async def endless() -> None:
        async with noticing():
            caller.gone = True
            await asyncio.Event().wait()

    with pytest.raises(GoneError):
        await while_there(caller, endless())
    await asyncio.wait_for(stopped.wait(), 5)


async def test_a_place_in_line_is_given_back() -> None:
    line = Line(1)
    async with line.place():
        with pytest.raises(FullError):
            await line.place().__aenter__()
    async with line.place():
        assert line.standing == 1
    assert line.standing == 0
