"""An adapter's files as one zip: the same files make the same bytes."""

import hashlib
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from winnow.errors import MisconfiguredError
from winnow.llm.adapters import CONFIG, WEIGHTS

MEDIA_TYPE: Final = "application/zip"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the zip's own: when a file was written says nothing


def adapter_folder(folder: Path) -> Path:
    """Where peft's files lie: `folder/adapter`, or the folder; MisconfiguredError if in neither."""
    for place in (folder / "adapter", folder):
        if (place / WEIGHTS).is_file() and (place / CONFIG).is_file():
            return place
    raise MisconfiguredError(
        f"{folder} holds no adapter ({CONFIG} and {WEIGHTS} of peft): was its training ended?"
    )


def digest_of(adapter: Path) -> str:
    """SHA-256 of the adapter's weights, as hex."""
    with (adapter / WEIGHTS).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(adapter: Path, target: Path) -> Path:
    """Write both files, and nothing else of the folder, to a zip; they lie at its root."""
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name in (CONFIG, WEIGHTS):
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, (adapter / name).read_bytes())
    return target
