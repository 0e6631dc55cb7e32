"""What we ask of the tables that more than one service uses."""

from collections.abc import Sequence
from typing import Any, Protocol


class HandledStore(Protocol):
    """Remembers what each consumer has finished, so that repeats can be dropped."""

    async def seen(self, consumer: str, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that the consumer has marked."""
        ...

    async def mark(self, consumer: str, keys: Sequence[str]) -> None:
        """Mark the keys as finished; marking twice changes nothing."""
        ...


class AnswerStore(Protocol):
    """The ledger of paid model answers: nothing is paid for twice."""

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what it is called)
        """Return the answer kept under the id, if any."""
        ...

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        """Keep the answer unless there is one already; return the one that is kept."""
        ...
