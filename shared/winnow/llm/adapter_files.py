"""Adapters out of the blob store: each fetched once a machine, checked, and unpacked at once."""

import asyncio
import fcntl
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Final
from zipfile import BadZipFile, ZipFile

from winnow.contracts.base import BlobRef
from winnow.errors import MisconfiguredError
from winnow.llm.adapters import CARD, CONFIG, WEIGHTS
from winnow.storage.port import BlobStore

MOST_BYTES: Final = 2**30  # unpacked; adapters are some MB
_WANTED: Final = (CONFIG, WEIGHTS, CARD)


class AdapterFiles:
    """Keeps adapters in a folder by the SHA-256 of their zip; services of a machine share it."""

    def __init__(self, blobs: BlobStore, folder: Path) -> None:
        self._blobs = blobs
        self._folder = folder

    async def fetch(self, ref: BlobRef) -> Path:
        """The folder of the adapter's files.

        Raises UnreachableError where the store does not answer, RejectedError where the zip is gone
        or its bytes are others, MisconfiguredError where it holds no adapter. Nothing half done is
        ever seen: it is unpacked beside the target and renamed.
        """
        target = self._folder / ref.sha256
        if target.is_dir():
            return target
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix="unfinished-", dir=self._folder))
        try:
            await self._blobs.fetch(ref, unfinished / "zip")
            await asyncio.to_thread(self._unpack, unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return target

    def _unpack(self, unfinished: Path, target: Path) -> None:
        content = unfinished / "content"
        content.mkdir()
        try:
            with ZipFile(unfinished / "zip") as packed:
                _write_wanted(packed, content)
        except BadZipFile as error:
            raise MisconfiguredError(f"the adapter {target.name} is no zip: {error}") from error
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two services may fetch the same one
            if not target.is_dir():
                content.rename(target)


def _write_wanted(packed: ZipFile, content: Path) -> None:
    """Write the files we know by their own plain names, whatever else the zip may hold."""
    held = {entry.filename: entry for entry in packed.infolist()}
    if missing := {CONFIG, WEIGHTS} - held.keys():
        raise MisconfiguredError(f"an adapter's zip lacks {', '.join(sorted(missing))}")
    if sum(held[name].file_size for name in _WANTED if name in held) > MOST_BYTES:
        raise MisconfiguredError(f"an adapter's zip holds more than {MOST_BYTES} bytes")
    for name in _WANTED:
        if name in held:
            with packed.open(name) as source, (content / name).open("wb") as file:
                shutil.copyfileobj(source, file)
