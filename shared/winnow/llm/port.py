"""What we ask of a language model."""

from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from winnow.contracts.usage import Usage

Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Example:
    """A solved case shown to the model: what it would be given and the right form as JSON."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an answer is drawn where the likeliest is not wanted; the same seed draws the same."""

    temperature: float
    seed: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """What stays the same between documents (`task`, `examples`) and what does not (`text`).

    `sampling` asks the local model for a drawn answer; others write as they always do.
    """

    task: str
    text: str
    examples: tuple[Example, ...] = ()
    sampling: Sampling | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Filled(Generic[Form]):
    """A form the model filled. `probabilities` holds by JSON Pointer of a leaf the product of its

    tokens' probabilities where the model tells them; it is empty where the model does not.
    """

    form: Form
    usage: Usage
    probabilities: dict[str, float] = field(default_factory=dict)


class LanguageModel(Protocol):
    """Fills forms. The answer always fits the form, or there is an error.

    `name` identifies model and adapter; `window` is how many characters of text it gets at once.
    """

    name: str
    window: int

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form from the text.

        `stage` (such as "extract") labels the usage. Raises UnreachableError when the model cannot
        be asked now (connection, 401, 403, 408, 409, 429, 5xx, 529, time-out; with `retry_after`
        where told), UnfillableError when its answer is cut off, invalid or refused.
        """
        ...

    async def ready(self) -> None:
        """Raise UnreachableError if the model cannot be asked."""
        ...
