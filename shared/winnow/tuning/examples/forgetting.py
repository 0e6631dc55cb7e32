"""A document taken out of all that models are tuned on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from winnow.records.port import ExampleStore
from winnow.tuning.examples.files import read_examples, write_examples
from winnow.tuning.examples.port import TrainedModels

SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Examples that are gone from the store and from files, and the models that knew them."""

    examples: int
    from_files: int
    sha256: tuple[str, ...]
    models: tuple[str, ...]


async def forget(
    document: str, store: ExampleStore, models: TrainedModels, files: tuple[Path, ...] = ()
) -> Forgotten:
    """Erase a document, named by its id or SHA-256, and mark the models that were trained on it.

    What a model learnt cannot be taken out of it: its card tells, and tuning anew leaves the
    document out. Models are marked last, so that whoever is interrupted can do all of it again.
    Raises MisconfiguredError for a file that holds no examples.
    """
    hashes = {document} if SHA256.fullmatch(document) else set[str]()
    from_files = 0
    for path in files:
        gone, of_file = _out_of(path, document)
        from_files, hashes = from_files + gone, hashes | of_file
    erased = await store.erase(document)
    hashes |= set(erased.sha256)
    named = [name for one in sorted(hashes) for name in await models.mark_erased(one)]
    return Forgotten(
        erased.examples, from_files, tuple(sorted(hashes)), tuple(dict.fromkeys(named))
    )


def _out_of(path: Path, document: str) -> tuple[int, set[str]]:
    examples = read_examples(path)
    hashes = {one.sha256 for one in examples if document in (one.document, one.sha256)}
    left = [one for one in examples if one.sha256 not in hashes]
    if len(left) < len(examples):
        write_examples(path, left)
    return len(examples) - len(left), hashes
