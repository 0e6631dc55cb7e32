"""A training as it stood, on disk: written beside and renamed, so never half there."""

import io
from pathlib import Path
from typing import Any, Final

import torch

from winnow.errors import MisconfiguredError
from winnow.tuning.writing import write_whole

LAST: Final = "last.pt"


def save(folder: Path, state: dict[str, Any]) -> None:
    """Put the state in place of the last; raise MisconfiguredError if the disk is full.

    The last one stays whole in that case.
    """
    buffer = io.BytesIO()  # torch tells of a full disk in words of its own, a file by its number
    torch.save(state, buffer)
    write_whole(folder / LAST, buffer.getvalue())


def load(folder: Path, made_of: dict[str, str]) -> dict[str, Any] | None:
    """The state that was saved last, or None.

    Raises MisconfiguredError where it is of another training than `made_of` says.
    """
    file = folder / LAST
    if not file.is_file():
        return None
    state: dict[str, Any] = torch.load(file, weights_only=True)
    changed = sorted(key for key, value in made_of.items() if state["made_of"].get(key) != value)
    if changed:
        raise MisconfiguredError(
            f"{file} is of another training ({', '.join(changed)} differ): name another folder, or "
            "remove it to begin anew"
        )
    return state
