"""How long it takes until another model answers: once it is in memory, and once it is promoted."""

import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from obstore.store import LocalStore

from winnow.contracts.tuning import ModelRef, Serving, Task
from winnow.llm.adapter_files import AdapterFiles
from winnow.llm.adapters import open_adapter
from winnow.llm.following import Following
from winnow.llm.local import LocalModel
from winnow.llm.pointers import Pointers
from winnow.llm.weights import load_weights
from winnow.llm.worn import Worn
from winnow.storage.objects import ObjectBlobs
from winnow.testing.adapters import zipped


class Row:
    """A pointer that the measurement moves."""

    def __init__(self) -> None:
        self.serving: Serving | None = None

    async def current(self, recipe: str, task: Task) -> Serving | None:  # noqa: ARG002
        return self.serving


async def following_seconds(
    base: LocalModel, models: list[LocalModel], folder: Path
) -> list[float]:
    """For each model, never seen before: until a document, asked for all the time, is its own."""
    row, blobs = Row(), ObjectBlobs(LocalStore(folder / "blobs", mkdir=True))
    following = Following(
        Pointers(row), AdapterFiles(blobs, folder / "cache"), lambda model, _recipe, _task: model
    )
    spent = []
    for at, model in enumerate(models):
        assert model.adapter is not None
        packed = zipped(model.adapter.folder, folder / f"{at}.zip")
        ref = ModelRef(
            version=str(at),
            model=model.name,
            adapter=await blobs.put_file("models", packed, "application/zip"),
        )
        await following.of(base, "slip", "extract")  # the old pointer was just read
        row.serving = Serving(
            recipe="slip",
            task="extract",
            champion=ref,
            revision=at,
            changed_at=datetime.now(UTC),
            changed_by="bench",
        )
        begun = time.perf_counter()
        while (await following.of(base, "slip", "extract")).name != model.name:
            pass
        spent.append(round(time.perf_counter() - begun, 3))
    return spent


def switching_ms(folders: list[Path]) -> dict[str, float]:
    """From one adapter to the other and to the bare base, all of them in memory."""
    worn, spent = Worn(load_weights().model), list[float]()
    ours = [None, *map(open_adapter, folders)]
    for adapter in ours * 11:
        begun = time.perf_counter()
        worn.put_on(adapter)
        spent.append(1000 * (time.perf_counter() - begun))
    switches = spent[len(ours) :]  # the first round loads them
    return {"median": round(median(switches), 2), "worst": round(max(switches), 2)}
