"""Who serves in a database of its own, and the events of those who serve in earnest."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from winnow.contracts.tuning import ModelRef, ModelsChanged, Task
from winnow.records.database import Database
from winnow.storage.port import BlobStore
from winnow_tune.acting import BY, Registry
from winnow_tune.shadowing import TASK


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


def open_registry(database: Database) -> Any:
    """The registry's store in a database."""
    from winnow.records.serving import ServingStore

    return ServingStore(database)


async def serve_only(
    ref: ModelRef | None, recipe: str, database: Database, blobs: BlobStore, copies: BlobStore
) -> None:
    """Make a version the champion of a recipe in an empty database, with a copy of its adapter."""
    registry: Registry = open_registry(database)
    if ref is not None and ref.adapter is not None:
        adapter = ref.adapter
        await copies.put(adapter.tenant, await blobs.get(adapter), adapter.media_type)
    task: Task = TASK
    why = "it answers in shadow"
    await registry.change(
        recipe, task, seen=0, champion=ref, challenger=None, canary=0.0, by=BY, why=why
    )
