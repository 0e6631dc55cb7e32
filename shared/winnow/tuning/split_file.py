"""A split as a JSON file, which is of the data that it was made of and of no other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from winnow.contracts.base import Record
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.tuning.parts import PARTS, Part, Split
from winnow.tuning.writing import write_whole


class SplitRecord(Record):
    """A split as written: ids by part, and a hash of the data that it is of."""

    format: Literal[1] = 1
    seed: int
    shares: tuple[float, float, float]
    data_hash: str
    parts: dict[Part, tuple[str, ...]]
    documents: dict[Part, tuple[str, ...]]
    joined: tuple[tuple[str, ...], ...] = ()
    left_out: dict[str, str] = Field(default_factory=dict)


def write_split(path: Path, split: Split) -> None:
    """Keep a split as JSON, whole or not at all; MisconfiguredError where it cannot be written."""
    try:
        write_whole(path, record_of(split).model_dump_json(indent=1).encode())
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be written: {error.strerror}") from error


def record_of(split: Split) -> SplitRecord:
    """A split without its examples."""
    rows = list(split.rows())
    return SplitRecord(
        seed=split.seed,
        shares=split.shares,
        data_hash=split.data_hash,
        parts={part: tuple(one.id for at, one in rows if at == part) for part in PARTS},
        documents={
            part: tuple(sorted({one.sha256 for at, one in rows if at == part})) for part in PARTS
        },
        joined=split.joined,
        left_out=dict(split.left_out),
    )


def read_record(path: Path) -> SplitRecord:
    """What was written of a split. Raises MisconfiguredError where it is none."""
    try:
        return SplitRecord.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise MisconfiguredError(
            f"{path}: is no split ({error.error_count()} faults): split the examples again"
        ) from error


def read_split(path: Path, examples: Sequence[TrainingExample]) -> Split:
    """The split that was written, of the same examples.

    Raises MisconfiguredError if any of them, or the file, is not as it was then.
    """
    record = read_record(path)
    parts = {one: part for part, ids in record.parts.items() for one in ids}
    kept = tuple(one for one in examples if one.id not in record.left_out)
    split = Split(kept, parts, record.seed, record.shares, record.joined, record.left_out)
    if split.data_hash != record.data_hash:
        raise MisconfiguredError(
            f"{path}: the examples are not those that were split (or the file was changed); "
            "split them again: documents keep their parts"
        )
    return split
