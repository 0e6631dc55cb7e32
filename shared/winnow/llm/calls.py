"""One question to a model on its way: kept, asked once, guarded, written down."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Protocol
from uuid import uuid5

from pydantic import BaseModel

from winnow.contracts.base import NAMESPACE
from winnow.llm.port import Filled, Form, LanguageModel, Prompt


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a call is for: who pays, and what its answer is kept under.

    `key` is the event's id and the question's name; `recipe` is name@version. With `cache` an equal
    question of another document of the tenant has the same answer. `may_wait` allows a batch.
    Nobody needs the answer after `deadline`.
    """

    key: str
    stage: str
    tenant: str = "default"
    document_id: str = ""
    recipe: str | None = None
    rung: int = 0
    cache: bool = True
    may_wait: bool = False
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question(Generic[Form]):
    """A form, what it is to be filled from, and who is asked."""

    model: LanguageModel
    purpose: Purpose
    form: type[Form]
    prompt: Prompt
    max_tokens: int = 2048

    @property
    def id(self) -> str:
        """The identity of the answer: everything that the model is told, and for which tenant."""
        examples = [[example.text, example.answer] for example in self.prompt.examples]
        told = [
            self.purpose.tenant,
            None if self.purpose.cache else self.purpose.key,
            self.model.name,
            self.prompt.task,
            examples,
            self.prompt.text,
            _schema(self.form),
            self.max_tokens,
        ]
        return str(uuid5(NAMESPACE, "answer/" + json.dumps(told, sort_keys=True)))


@lru_cache(maxsize=256)
def _schema(form: type[BaseModel]) -> dict[str, Any]:
    """Worked out once: it takes longer than all the rest."""
    return form.model_json_schema()


Ask = Callable[[], Awaitable[Filled[Form]]]


class Guard(Protocol):
    """Stands around a call that will be paid for: budget, rate limit, breaker, retries.

    The first guard is the outermost. A guard calls `ask` at most as often as it retries, and
    raises HeldError or UnreachableError instead of asking where that must be.
    """

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask, or raise; whatever `ask` raises is raised."""
        ...


class Calls(Protocol):
    """How services ask models."""

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        """The filled form, from what is kept or from the model; its usage says which.

        Of equal questions at once one is asked. The answer is kept, and the call written down,
        before it is given back. Errors are those of `LanguageModel.fill`, every UnfillableError
        being an UnfilledError, which knows its usage; and HeldError.
        """
        ...


def guarded(question: Question[Form], guards: Sequence[Guard], ask: Ask[Form]) -> Ask[Form]:
    """`ask` with the guards around it, the first outermost."""
    for guard in reversed(guards):
        ask = _around(guard, question, ask)
    return ask


def _around(guard: Guard, question: Question[Form], ask: Ask[Form]) -> Ask[Form]:
    async def asked() -> Filled[Form]:
        return await guard.around(question, ask)

    return asked
