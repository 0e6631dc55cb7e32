"""Anthropic's message batches: answers within a day, at half the price."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import anthropic
from anthropic.types import Message
from pydantic import BaseModel

from winnow.errors import UnreachableError, WinnowError
from winnow.llm.batch_answer import BatchAnswer
from winnow.llm.claude import tokens_of, turns_of
from winnow.llm.forms import strict_schema
from winnow.llm.port import Prompt
from winnow.llm.status import error_of

ENDINGS: Final = {"max_tokens": "cut_off", "refusal": "refused"}


class ClaudeBatches:
    """BatchModel on Anthropic's API. `name` is the model's."""

    def __init__(self, client: anthropic.AsyncAnthropic, name: str) -> None:
        self.name = name
        self._client = client.with_options(max_retries=2)

    def request(self, form: type[BaseModel], prompt: Prompt, max_tokens: int) -> dict[str, Any]:
        """The question as the batch carries it: plain JSON, to be kept until a batch leaves."""
        schema = anthropic.transform_schema(strict_schema(form))
        return {
            "model": self.name,
            "max_tokens": max_tokens,
            "system": [{"type": "text", "text": prompt.task}],
            "messages": turns_of(prompt),
            "output_config": {"format": {"type": "json_schema", "schema": schema}},
        }

    async def send(self, requests: Mapping[str, dict[str, Any]]) -> str:
        """Hand in questions by the id of their answers; return the batch's id."""
        listed: Any = [{"custom_id": id_, "params": params} for id_, params in requests.items()]
        try:
            return (await self._client.messages.batches.create(requests=listed)).id
        except anthropic.APIError as error:
            raise self._translate(error) from error

    async def ended(self, batch: str) -> bool:
        """Whether every question of a batch is done with."""
        try:
            found = await self._client.messages.batches.retrieve(batch)
        except anthropic.APIError as error:
            raise self._translate(error) from error
        return found.processing_status == "ended"

    async def since(self, moment: datetime) -> Sequence[str]:
        """The batches that were made since a moment, by this account."""
        try:
            page = await self._client.messages.batches.list(limit=100)
        except anthropic.APIError as error:
            raise self._translate(error) from error
        return [one.id for one in page.data if one.created_at >= moment]

    async def answers(self, batch: str) -> AsyncIterator[BatchAnswer]:
        """What became of each question of a batch that has ended."""
        try:
            async for one in await self._client.messages.batches.results(batch):
                yield _answer(one.custom_id, one.result)
        except anthropic.APIError as error:
            raise self._translate(error) from error

    def _translate(self, error: anthropic.APIError) -> WinnowError:
        if isinstance(error, anthropic.APIStatusError):
            return error_of(self.name, error.status_code, error.message, error.response.headers)
        return UnreachableError(self.name, str(error))


def _answer(id_: str, result: Any) -> BatchAnswer:
    if result.type == "succeeded":
        return _said(id_, result.message)
    if result.type == "errored":
        told = getattr(result.error, "error", result.error)
        return BatchAnswer(id_, failure="refused", detail=str(getattr(told, "message", told))[:500])
    return BatchAnswer(id_, asked=False, detail=str(result.type))


def _said(id_: str, message: Message) -> BatchAnswer:
    tokens = tokens_of(message)
    if (why := ENDINGS.get(message.stop_reason or "")) is not None:
        return BatchAnswer(id_, failure=why, tokens=tokens)
    text = "".join(block.text for block in message.content if block.type == "text")
    try:
        json.loads(text)
    except ValueError as error:
        return BatchAnswer(id_, failure="invalid", detail=str(error)[:200], tokens=tokens)
    return BatchAnswer(id_, text=text, tokens=tokens)
