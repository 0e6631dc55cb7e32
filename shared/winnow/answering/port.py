"""What is asked of answering."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from winnow.contracts.questions import Answer, Source, Turn
from winnow.retrieval.port import Filters

Told = Callable[[str, Any], Awaitable[None]]  # a step's name and what it made


async def untold(_step: str, _made: Any) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came. `id` is its identity: asked again under it, nothing is paid twice."""

    id: str
    tenant: str
    question: str
    history: Sequence[Turn] = ()
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with how it came about: the question alone, and the passages, best first."""

    answer: Answer
    standalone: str
    sources: tuple[Source, ...]


class Answerer(Protocol):
    """Answers questions: guardrails, rewriting, retrieval, generation, checks."""

    async def answer(self, asked: Asked, told: Told = untold) -> Answered:
        """Answer, or say why not; steps are told as they end.

        Steps: `standalone` (str), `sources` (tuple[Source]), `sentence` (AnswerSentence, one that
        was checked), and at the end nothing: the return value holds all. Raises UnreachableError
        where a store or model does not answer; HeldError where a budget is spent.
        """
        ...
