"""What readers of passages make of a question: those that quote, and those that write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from winnow.answering.drafts import Draft
from winnow.answering.figures import Values
from winnow.answering.port import Asked
from winnow.answering.readable import Passage
from winnow.contracts.usage import Usage


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of an answer, before they are checked.

    `confidence` is the probability that they answer the question rightly, where the reader can tell
    it; `answerable` is what the reader says of the question; `failure` why it said nothing.
    """

    drafts: tuple[Draft, ...] = ()
    confidence: float | None = None
    answerable: bool = True
    usage: tuple[Usage, ...] = ()
    failure: str = ""


class Reader(Protocol):
    """Reads passages for an answer; raises UnreachableError and HeldError as `Calls.fill` does.

    `bar` is the confidence from which on its answers are given, `floor` the one below which the
    documents are said not to hold an answer.
    """

    @property
    def bar(self) -> float: ...
    @property
    def floor(self) -> float: ...

    async def read(
        self, asked: Asked, question: str, passages: Sequence[Passage], values: Values
    ) -> Reading:
        """Answer the question, which stands alone, from the passages and values alone."""
        ...
