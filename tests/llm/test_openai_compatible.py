import math

import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel, ConfigDict

from winnow.llm.openai_compatible import OpenAICompatible
from winnow.llm.port import Prompt
from winnow.testing.model_script import ok, status
from winnow.testing.model_server import ModelServer
from winnow.testing.model_speech import LOGPROB


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    age: int | None = None


PROMPT = Prompt("Who?", "Ada, 36")
ADA = {"name": "Ada", "age": 36}


def model_on(server: ModelServer) -> OpenAICompatible:
    client = AsyncOpenAI(api_key="key", base_url=f"{server.url}/v1")
    return OpenAICompatible(client, "people-lora")


async def test_the_adapter_is_asked_for_by_its_served_name() -> None:
    async with ModelServer([ok(ADA)]) as server:
        filled = await model_on(server).fill(Person, PROMPT, stage="extract")
    assert server.requests[0].body["model"] == "people-lora"
    assert server.requests[0].body["logprobs"] is True
    assert filled.usage.model == "people-lora"


async def test_every_leaf_has_the_product_of_its_tokens_probabilities() -> None:
    async with ModelServer([ok(ADA)]) as server:
        filled = await model_on(server).fill(Person, PROMPT, stage="extract")
    assert filled.probabilities.keys() == {"/name", "/age"}
    for probability in filled.probabilities.values():
        tokens = math.log(probability) / LOGPROB
        assert tokens == pytest.approx(round(tokens))
        assert 1 <= round(tokens) <= 4


@pytest.mark.parametrize("parameter", ["logprobs", "temperature"])
async def test_a_parameter_that_the_server_rejects_is_left_out_from_then_on(parameter: str) -> None:
    complaint = status(400, f"Unsupported parameter: '{parameter}'")
    async with ModelServer([complaint, ok(ADA), ok(ADA)]) as server:
        model = model_on(server)
        filled = await model.fill(Person, PROMPT, stage="extract")
        await model.fill(Person, PROMPT, stage="extract")
    assert filled.form == Person(name="Ada", age=36)
    assert filled.usage.output_tokens == 20
    sent = [parameter in request.body for request in server.requests]
    assert sent == [True, False, False]


async def test_the_token_limit_is_given_by_the_name_that_the_server_wants() -> None:
    complaint = status(400, "Use 'max_completion_tokens' instead of 'max_tokens'")
    async with ModelServer([complaint, ok(ADA)]) as server:
        await model_on(server).fill(Person, PROMPT, stage="extract", max_tokens=77)
    assert server.requests[1].body["max_completion_tokens"] == 77
    assert "max_tokens" not in server.requests[1].body


async def test_a_server_of_ones_own_has_no_price() -> None:
    async with ModelServer([ok(ADA)]) as server:
        filled = await model_on(server).fill(Person, PROMPT, stage="extract")
    assert (filled.usage.cost_usd, filled.usage.prices) == (None, None)
