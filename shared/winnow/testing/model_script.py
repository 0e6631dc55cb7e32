"""What a scripted model server can answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Request:
    """What the server was sent; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `text` is what the model said, or the message of an error.

    Without `billed` every answer costs the same. `delay` is in seconds; a client that goes away
    meanwhile is not answered.
    """

    does: Literal["speak", "fail", "hang", "drop"]
    text: str = ""
    ending: Literal["end", "cut_off", "refused"] = "end"
    status: int = 200
    retry_after: float | None = None
    billed: "Billed | None" = None
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Billed:
    """The tokens that an answer is billed with."""

    input: int
    output: int
    cache_read: int = 0
    cache_write: int = 0


def ok(fields: Mapping[str, Any]) -> Answer:
    """A form filled with these fields."""
    return Answer("speak", json.dumps(fields))


def bad_json(text: str = '{"merchant": ') -> Answer:
    """An answer that ended well and is no JSON."""
    return Answer("speak", text)


def cut_off(text: str = '{"merchant": "Corner Ca') -> Answer:
    """An answer that ran into the token limit."""
    return Answer("speak", text, ending="cut_off")


def refused(text: str = "I cannot help with that.") -> Answer:
    """A model that declines."""
    return Answer("speak", text, ending="refused")


def status(code: int, text: str = "scripted", retry_after: float | None = None) -> Answer:
    """An HTTP error."""
    return Answer("fail", text, status=code, retry_after=retry_after)


def hang() -> Answer:
    """No answer until the client goes."""
    return Answer("hang")


def drop() -> Answer:
    """A connection closed in the middle of an answer."""
    return Answer("drop")
