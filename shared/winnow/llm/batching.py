"""Questions that may wait leave together, and their answers are kept when they come back."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, runtime_checkable
from uuid import uuid4

from pydantic import BaseModel

from winnow.background import Background
from winnow.contracts.usage import Usage
from winnow.errors import HeldError, UnreachableError
from winnow.llm.batch_answer import BatchAnswer
from winnow.llm.calls import Ask, Purpose, Question
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import price, usage_of
from winnow.llm.tokens import Tokens
from winnow.observability.logs import get_logger
from winnow.records.batches import LEAVING, Batches, OnItsWay, Waiting
from winnow.records.moment import now

log = get_logger(__name__)
LOOK_AGAIN: Final = 60.0  # seconds until held work asks for its answer again
MOST: Final = 10_000  # questions a batch; the provider takes 100,000 or 256 MB
DISCOUNT: Final = 0.5  # of the list price
GRACE: Final = timedelta(minutes=5)  # within which the provider lists a batch that was handed in


class BatchModel(Protocol):
    """A provider that takes many questions at once; `winnow.llm.claude_batches` has one."""

    name: str

    def request(self, form: type[BaseModel], prompt: Prompt, max_tokens: int) -> dict[str, Any]: ...

    async def send(self, requests: Mapping[str, dict[str, Any]]) -> str: ...

    async def ended(self, batch: str) -> bool: ...

    async def since(self, moment: datetime) -> Sequence[str]: ...

    def answers(self, batch: str) -> AsyncIterator[BatchAnswer]: ...


@runtime_checkable
class Batching(Protocol):
    """A model whose provider takes batches."""

    def batches(self) -> BatchModel:
        """The provider's way of taking them."""
        ...


Keep = Callable[[str, Purpose, dict[str, Any]], Awaitable[None]]  # an answer as `Answers` has it


class BatchGuard:
    """Guard that lets a question which may wait go into a batch, and holds its document."""

    def __init__(self, batches: Batches, models: Mapping[str, BatchModel]) -> None:
        self._batches = batches
        self._models = models

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask at once what may not wait, or of whom no batches are taken; HeldError for the rest.

        Once the answer is there it is kept, and nobody comes here again.
        """
        model = self._models.get(question.model.name)
        if model is None or not question.purpose.may_wait:
            return await ask()
        request = model.request(question.form, question.prompt, question.max_tokens)
        waiting = Waiting(question.id, _plain(question.purpose), request)
        await self._batches.ask(model.name, waiting)
        raise HeldError("batch", model.name, "waits for a batch of answers", LOOK_AGAIN)


class Batcher(Background):
    """Sends what waits and fetches what came back, from `start` to `stop`.

    All that is known lies in the database: after a restart, or in another replica, it goes on.
    """

    name = "batches"

    def __init__(
        self, model: BatchModel, batches: Batches, keep: Keep, *, wait: float, look: float
    ) -> None:
        self._model = model
        self._batches = batches
        self._keep = keep
        self._wait = timedelta(seconds=wait)
        self._look = look

    async def turn(self) -> None:
        """Fetch what has ended, find what was handed in when somebody died, send what waits."""
        for batch in await self._batches.on_their_way(self._model.name):
            if batch.state == LEAVING:
                await self._find(batch)
            elif await self._model.ended(batch.id):
                await self._fetch(batch.id)
        await self._send()

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
            except UnreachableError as error:
                log.warning("batches wait", model=self._model.name, error=str(error))
            await asyncio.sleep(self._look)

    async def _send(self) -> None:
        leaving = f"leaving-{uuid4().hex}"
        loaded = await self._batches.load(self._model.name, leaving, MOST, now() - self._wait)
        if not loaded:
            return
        known_as = await self._model.send({one.id: one.request for one in loaded})
        await self._batches.left(leaving, known_as)
        log.info("batch left", model=self._model.name, batch=known_as, questions=len(loaded))

    async def _find(self, batch: OnItsWay) -> None:
        """Somebody died, or was not answered, while handing a batch in: was it taken?

        A batch of the provider that we do not know is taken for it: when it ends, the ids of its
        answers tell, and what it did not answer is sent again. So nothing is paid for twice.
        """
        if now() - batch.at < GRACE:
            return
        known = {one.id for one in await self._batches.on_their_way(self._model.name)}
        unknown = [one for one in await self._model.since(batch.at - GRACE) if one not in known]
        if unknown:
            await self._batches.left(batch.id, unknown[0])
        else:
            await self._batches.ended(batch.id)

    async def _fetch(self, batch: str) -> None:
        carried = await self._batches.carried(batch)
        async for answer in self._model.answers(batch):
            waiting = carried.get(answer.id)
            if waiting is None or not answer.asked:
                continue
            purpose = Purpose(**waiting.purpose)
            await self._keep(answer.id, purpose, self._body(answer, purpose))
            await self._batches.done(answer.id)
        again = await self._batches.ended(batch)
        log.info("batch came back", model=self._model.name, batch=batch, again=again)

    def _body(self, answer: BatchAnswer, purpose: Purpose) -> dict[str, Any]:
        usage = batch_usage(answer.tokens, self._model.name, purpose.stage)
        body: dict[str, Any] = {"usage": usage.model_dump(mode="json")}
        if answer.text is None:
            return {**body, "failure": {"why": answer.failure, "detail": answer.detail}}
        return {**body, "form": json.loads(answer.text), "probabilities": {}}


def batch_usage(tokens: Tokens, model: str, stage: str) -> Usage:
    """What an answer out of a batch cost: half the list price."""
    usd, prices = price(tokens, model, provider="anthropic")
    halved = None if usd is None else usd * DISCOUNT
    made = usage_of(tokens, model=model, stage=stage, seconds=0.0, cost=(halved, prices))
    return made.model_copy(update={"batched": True})


def _plain(purpose: Purpose) -> dict[str, Any]:
    """As JSON: what waits for a day has no deadline."""
    return {**asdict(purpose), "deadline": None}
