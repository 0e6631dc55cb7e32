"""What a field could be: values that the document prints, with what tells them apart."""

import re
from dataclasses import dataclass
from typing import Final

from winnow.contracts.evidence import Scalar

Block = tuple[str, ...]
NULL: Final = "null"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be the field's, and its features in blocks that others may share.

    Two candidates of one `key` are the same value printed twice. `at` is the cell a run of cells
    begins with.
    """

    value: Scalar
    key: str
    blocks: tuple[Block, ...]
    at: int = 0


def nothing(candidates: list[Candidate]) -> Candidate:
    """The choice that the document does not say it."""
    few = min(len({candidate.key for candidate in candidates}), 6)
    return Candidate(None, NULL, ((NULL, f"{NULL}:{few}"),))


def letters(text: str) -> str:
    """Letters and digits alone, without regard to case: how strings are compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def digits(text: str) -> str:
    """The digits alone: texts that differ in them are different, however alike."""
    return "".join(filter(str.isdigit, text))
