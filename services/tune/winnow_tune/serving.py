"""The stored events of those who serve."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from winnow.contracts.tuning import ModelsChanged


class Changes(Protocol):
    """Stored events of the registry; `winnow.records.serving.ServingStore`."""

    async def unsent(self) -> Sequence[Any]:
        """With `seq` and `event`, in their order."""
        ...

    async def mark_sent(self, seqs: Sequence[int]) -> None: ...


class ServingChanges:
    """Stored events as `winnow.messaging.sending` wants them."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._seqs: dict[UUID, int] = {}

    async def unpublished(self) -> list[ModelsChanged]:
        found = await self._changes.unsent()
        self._seqs = {one.event.event_id: one.seq for one in found}
        return [one.event for one in found]

    async def mark_published(self, event: ModelsChanged) -> None:
        await self._changes.mark_sent([self._seqs.pop(event.event_id)])
