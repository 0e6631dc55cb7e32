"""Reads files in workers, and tells what became of them."""

import asyncio
import os
import shutil
import signal
from pathlib import Path
from typing import Final

from winnow.errors import MisconfiguredError, RejectedError, UnreachableError
from winnow_ingest.drafts import Job
from winnow_ingest.isolation import KILLED, run_isolated, start_server, stop_server
from winnow_ingest.limits import Limits
from winnow_ingest.reading import Reading
from winnow_ingest.worker import ANSWER, LOG, REFUSAL, Refusal, work

TOO_LONG: Final = -signal.SIGXCPU
OUT_OF_MEMORY: Final = -signal.SIGKILL  # by the kernel: we would have known of our own


class FileReader:
    """A process for each file; whatever the file does to it, the next one finds a fresh one."""

    def __init__(self, limits: Limits, languages: str) -> None:
        self.limits = limits
        self._languages = languages

    async def read(self, path: Path, file_name: str, media_type: str) -> Reading:
        """Read a file; page images are left beside it, see `drafts.image_path`.

        Raises RejectedError with the reason why it cannot be read.
        """
        job = Job(path, path.parent, file_name, media_type, self.limits, self._languages)
        code = await run_isolated(work, (job,), self.limits.seconds)
        return await asyncio.to_thread(_outcome, job.folder, code)

    async def start(self) -> None:
        """Warm up. Raises MisconfiguredError where tesseract is missing."""
        if shutil.which("tesseract") is None:
            raise MisconfiguredError("tesseract is not installed: apt install tesseract-ocr")
        await asyncio.to_thread(start_server)

    async def close(self) -> None:
        await asyncio.to_thread(stop_server)


def _outcome(folder: Path, code: int | None) -> Reading:
    if code is KILLED or code == TOO_LONG:
        raise RejectedError("file_time_limit")
    if code == OUT_OF_MEMORY:
        raise RejectedError("file_memory_limit")
    if (answer := folder / ANSWER).exists():
        return Reading.model_validate_json(answer.read_bytes())
    if (refused := folder / REFUSAL).exists():
        refusal = Refusal.model_validate_json(refused.read_bytes())
        if refusal.retry:
            raise UnreachableError("room for temporary files", refusal.detail)
        if refusal.reason is None:
            raise MisconfiguredError(refusal.detail)
        raise RejectedError(refusal.reason, refusal.detail)
    raise RejectedError("file_broken", f"its reader ended with {code}{_last_words(folder)}")


def _last_words(folder: Path) -> str:
    log = folder / LOG
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - 300))
        return ": " + file.read().decode("utf-8", "replace").strip()
