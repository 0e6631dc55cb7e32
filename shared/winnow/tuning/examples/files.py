"""Training examples as a JSONL file."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.llm.forms import problems_of

TOLD: Final = 20  # faults that an error lists


def read_examples(path: Path) -> list[TrainingExample]:
    """The examples of a file that `winnow examples export` wrote.

    Raises MisconfiguredError, one line a fault: `file:line: what`.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error}") from error
    examples, faults = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                examples.append(TrainingExample.model_validate_json(line))
            except ValidationError as error:
                faults.append(f"{path}:{number}: is no training example: {problems_of(error)}")
    if faults:
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        raise MisconfiguredError("\n".join([*faults[:TOLD], *more]))
    if not examples:
        raise MisconfiguredError(f"{path}: there is no training example in it")
    return examples


def write_examples(path: Path, examples: Iterable[TrainingExample]) -> None:
    """Write them, one a line; a file that is there is replaced as a whole or not at all.

    Raises MisconfiguredError where that cannot be, such as on a full disk.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(f"{one.model_dump_json()}\n" for one in examples)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise MisconfiguredError(f"{path}: cannot be written: {error.strerror}") from error
