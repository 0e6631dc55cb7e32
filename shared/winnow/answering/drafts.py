"""What would be said, before it is checked."""

from dataclasses import dataclass
from typing import Literal

from winnow.answering.readable import Passage
from winnow.answering.sentences import Span

ReadBy = Literal["quoting", "writing", "row", "value"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft says it is from; `pointer` where it is a value that was extracted."""

    passage: Passage
    span: Span
    pointer: str | None = None

    @property
    def quote(self) -> str:
        return self.span.of(self.passage.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence with the places it names; those that are not to be found are told in `lost`.

    `short` is the answer in as few words as there are; `probability` is what its words had under
    the model, where that tells it.
    """

    text: str
    places: tuple[Place, ...]
    read_by: ReadBy
    short: str = ""
    probability: float | None = None
    lost: tuple[str, ...] = ()
