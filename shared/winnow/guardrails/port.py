"""What is asked of the guardrails."""

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["injection", "pii", "toxic", "language", "length"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a text should not hold, and where: `start` and `end` are characters.

    `score` is 0..1; `what` says it in plain words, such as "asks to ignore its instructions" or,
    of personal data, its type ("EMAIL_ADDRESS").
    """

    kind: Kind
    start: int
    end: int
    score: float
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a text. `allowed` is False where it must not go on."""

    allowed: bool
    findings: tuple[Finding, ...] = ()


class Guardrails(Protocol):
    """Looks at texts before and after a model; never raises because of what a text says."""

    async def question(self, text: str) -> Checked:
        """A question of an asker: too long, in no known language, an attack, hateful.

        Findings in an allowed question are warnings, or, of kind `pii`, to be masked.
        """
        ...

    async def passage(self, text: str) -> Checked:
        """Text of a document: instructions that are meant for a model are found in it.

        It is always allowed; what is found must be kept out of the prompt and told.
        """
        ...

    async def answer(self, text: str, *, question: str = "") -> Checked:
        """What would be said: hateful, or personal data that the question did not ask for.

        Findings of kind `pii` in an allowed answer are to be masked before it is shown.
        """
        ...

    def masked(self, text: str, findings: tuple[Finding, ...]) -> str:
        """The text with the places of the findings replaced by their type, such as <PERSON>."""
        ...
