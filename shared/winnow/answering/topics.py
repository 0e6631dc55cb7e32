"""Questions that go to a person by rule: topics of high stakes, and a wish for a person."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from winnow.errors import MisconfiguredError


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that people answer; `reason` is told in plain words."""

    name: str
    reason: str
    pattern: re.Pattern[str]


def shipped_topics() -> tuple[Topic, ...]:
    """Those in `topics.toml` beside this file."""
    return _topics(files(__package__).joinpath("topics.toml").read_text("utf-8"), "topics.toml")


def read_topics(file: Path) -> tuple[Topic, ...]:
    """The operator's own; MisconfiguredError says what is wrong with the file."""
    try:
        return _topics(file.read_text("utf-8"), str(file))
    except OSError as error:
        raise MisconfiguredError(f"WINNOW_ASK_TOPICS: {file} cannot be read: {error}") from error


def touched(question: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """The reasons for which a person answers the question; none, as a rule."""
    return tuple(one.reason for one in topics if one.pattern.search(question))


def _topics(text: str, where: str) -> tuple[Topic, ...]:
    try:
        told: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MisconfiguredError(f"{where} is no TOML: {error}") from error
    return tuple(_topic(name, one, where) for name, one in told.items())


def _topic(name: str, told: Any, where: str) -> Topic:
    match told:
        case {"reason": str(reason), "patterns": [*patterns]} if patterns:
            joined = "|".join(f"(?:{one})" for one in patterns)
        case _:
            raise MisconfiguredError(
                f"{where}: the topic {name!r} needs `reason` (a sentence) and `patterns` (a list "
                "of regular expressions)"
            )
    try:
        return Topic(name, reason, re.compile(joined, re.IGNORECASE))
    except re.error as error:
        raise MisconfiguredError(f"{where}: a pattern of {name!r} is wrong: {error}") from error
