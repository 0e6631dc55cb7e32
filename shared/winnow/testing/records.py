"""HandledStore and AnswerStore in dicts."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any


class MemoryHandled:
    """Remembers what was marked in `marks`, by consumer."""

    def __init__(self) -> None:
        self.marks: dict[str, set[str]] = {}

    async def seen(self, consumer: str, keys: Sequence[str]) -> set[str]:
        return self.marks.get(consumer, set()) & set(keys)

    async def mark(self, consumer: str, keys: Sequence[str]) -> None:
        self.marks.setdefault(consumer, set()).update(keys)


class MemoryAnswers:
    """Keeps answers in `answers`, by id."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what the port calls it)
        return deepcopy(self.answers.get(id))

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, ARG002
        return deepcopy(self.answers.setdefault(id, deepcopy(body)))
