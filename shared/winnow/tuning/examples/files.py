"""Training examples as a JSONL file."""

import json
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
    """The examples of a file that `winnow examples export` wrote; MisconfiguredError for none.

    Raises it, too, as `examples_in` does.
    """
    examples = examples_in(path)
    if not examples:
        raise MisconfiguredError(f"{path}: there is no training example in it")
    return examples


def examples_in(path: Path) -> list[TrainingExample]:
    """The examples of a file, which may hold none.

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
                why = f"is no training example: {problems_of(error)}; export the examples again"
                faults.append(f"{path}:{number}: {why}")
    if faults:
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        raise MisconfiguredError("\n".join([*faults[:TOLD], *more]))
    return examples


def holds_examples(path: Path) -> bool:
    """Whether the first line is a training example; what cannot be read, its reader tells."""
    try:
        with path.open(encoding="utf-8") as lines:
            row = json.loads(next((line for line in lines if line.strip()), "null"))
    except (OSError, ValueError):
        return False
    return isinstance(row, dict) and "asked" in row


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
