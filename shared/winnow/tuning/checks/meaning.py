"""What the texts of examples mean, as vectors: it makes wrong labels easier to tell."""

from collections.abc import Callable
from typing import Any, Final

from winnow.embedding.port import Embedder
from winnow.prompts import unfenced
from winnow.tuning.answers import closed_fields
from winnow.tuning.parts import Split

AT_ONCE: Final = 256  # texts that are embedded between two words of progress


async def vectors_of(
    split: Split, embedder: Embedder, on_progress: Callable[[str, int, int], None] | None = None
) -> dict[str, Any]:
    """The unit vector of each example whose form has a closed field, by its id."""
    chosen = [one for _, one in split.rows() if closed_fields(one.form)]
    vectors: dict[str, Any] = {}
    for start in range(0, len(chosen), AT_ONCE):
        part = chosen[start : start + AT_ONCE]
        rows = await embedder.embed([unfenced(one.text) for one in part])
        vectors.update(zip((one.id for one in part), rows, strict=True))
        if on_progress:
            on_progress("embedding texts", start + len(part), len(chosen))
    return vectors
