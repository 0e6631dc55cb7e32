"""What comes back out of a batch."""

from dataclasses import dataclass, field

from winnow.llm.tokens import Tokens


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of one question: `text` is the filled form as JSON, or `failure` says why not.

    `asked` is false where the provider never worked on it (expired, cancelled): nothing was paid.
    """

    id: str
    text: str | None = None
    failure: str | None = None
    detail: str = ""
    tokens: Tokens = field(default_factory=Tokens)
    asked: bool = True
