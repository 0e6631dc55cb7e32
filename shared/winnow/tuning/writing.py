"""Files that are whole or not there."""

import errno
import shutil
from pathlib import Path

from winnow.errors import MisconfiguredError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raise MisconfiguredError if the disk is full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        free = shutil.disk_usage(path.parent).free
        raise MisconfiguredError(
            f"{path}: no room for {len(content):,} bytes, {free:,} are free: make room, and resume"
        ) from error
