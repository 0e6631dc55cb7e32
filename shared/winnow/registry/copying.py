"""A champion put to work in another database, as for an evaluation or in shadow."""

from winnow.contracts.tuning import ModelRef, Task
from winnow.records.port import WhoServes
from winnow.storage.port import BlobStore

BY = "copy"


async def serve_there(
    ref: ModelRef | None,
    recipe: str,
    task: Task,
    there: WhoServes,
    blobs: tuple[BlobStore, BlobStore],
) -> None:
    """Make a version the champion where nobody is yet, its adapter copied from the first store.

    The errors are those of the stores.
    """
    here, copies = blobs
    if ref is not None and ref.adapter is not None:
        content = await here.get(ref.adapter)
        await copies.put(ref.adapter.tenant, content, ref.adapter.media_type)
    why = "it serves in a place of its own"
    await there.change(recipe, task, seen=0, champion=ref, challenger=None, by=BY, why=why)
