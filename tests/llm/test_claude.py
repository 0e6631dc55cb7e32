import pytest
from anthropic import AsyncAnthropic
from pydantic import BaseModel, ConfigDict, Field

from winnow.errors import UnfillableError
from winnow.llm.claude import Claude
from winnow.llm.port import Example, Prompt
from winnow.testing.model_script import ok, refused, status
from winnow.testing.model_server import ModelServer


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=40, description="Given name.")
    age: int | None = None


PROMPT = Prompt("Who?", "Ada, 36", (Example("Bo, 7", '{"name": "Bo", "age": 7}'),))
ADA = {"name": "Ada", "age": 36}


def claude(server: ModelServer) -> Claude:
    return Claude(AsyncAnthropic(api_key="key", base_url=server.url), "claude-haiku-5-5")


async def test_the_form_is_asked_for_by_native_structured_output() -> None:
    async with ModelServer([ok(ADA)]) as server:
        await claude(server).fill(Person, PROMPT, stage="extract")
    body = server.requests[0].body
    schema = body["output_config"]["format"]["schema"]
    assert schema["required"] == ["name", "age"]
    assert schema["additionalProperties"] is False
    assert "tools" not in body


async def test_task_and_examples_are_marked_for_the_servers_cache() -> None:
    async with ModelServer([ok(ADA)]) as server:
        await claude(server).fill(Person, PROMPT, stage="extract")
    body = server.requests[0].body
    cached = {"type": "ephemeral"}
    assert body["system"] == [{"type": "text", "text": "Who?", "cache_control": cached}]
    assert body["messages"][1]["content"][0]["cache_control"] == cached
    assert "cache_control" not in body["messages"][2]["content"][0]


async def test_a_form_too_complex_for_the_server_is_asked_for_as_a_tool_from_then_on() -> None:
    complaint = status(400, "output_config.format.schema: Schema is too complex")
    async with ModelServer([complaint, ok(ADA), ok(ADA)]) as server:
        model = claude(server)
        first = await model.fill(Person, PROMPT, stage="extract")
        second = await model.fill(Person, PROMPT, stage="extract")
    assert first.form == second.form == Person(name="Ada", age=36)
    assert type(first.form) is Person
    assert [("tools" in request.body) for request in server.requests] == [False, True, True]
    assert server.requests[1].body["tool_choice"]["name"] == "Person"
    assert server.faults == []


async def test_a_refusal_to_call_the_tool_is_not_repaired() -> None:
    complaint = status(400, "Schema is too complex")
    async with ModelServer([complaint, refused()]) as server:
        with pytest.raises(UnfillableError, match="refused"):
            await claude(server).fill(Person, PROMPT, stage="extract")


async def test_a_call_is_priced_with_its_cached_tokens() -> None:
    async with ModelServer([ok(ADA)]) as server:
        filled = await claude(server).fill(Person, PROMPT, stage="extract")
    assert filled.usage.cache_write_tokens == 10
    assert filled.usage.cost_usd is not None
    assert 0 < filled.usage.cost_usd < 0.01
    assert (filled.usage.prices or "").startswith("genai-prices ")
    assert filled.probabilities == {}


async def test_readiness_is_asked_of_the_server_once_a_minute_at_most() -> None:
    async with ModelServer([]) as server:
        model = claude(server)
        await model.ready()
    await model.ready()  # the server is gone, and the last good news is young
