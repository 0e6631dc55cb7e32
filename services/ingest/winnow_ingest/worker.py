"""What runs in a worker process: one file, within limits, then the end."""

import errno
import os
import resource
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, Final

from winnow.contracts.base import Record
from winnow.errors import MisconfiguredError, RejectedError
from winnow.reasons import Reason
from winnow_ingest.drafts import Job

ANSWER: Final = "answer.json"
REFUSAL: Final = "refusal.json"
LOG: Final = "worker.log"
TOOLS: Final = ("tesseract",)  # programs that reading may start
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE)


class Refusal(Record):
    """Why there is no answer; without a reason it is not the file's fault."""

    reason: Reason | None
    detail: str = ""
    retry: bool = False


def work(job: Job) -> None:
    """Read the file and leave an answer or a refusal in the job's folder."""
    os.setsid()  # so that what we start can be killed with us
    _confine(job)
    try:
        from winnow_ingest.reading import read_file

        leave(job.folder / ANSWER, read_file(job))
    except RejectedError as error:
        leave(job.folder / REFUSAL, Refusal(reason=error.reason, detail=error.detail))
    except MisconfiguredError as error:
        leave(job.folder / REFUSAL, Refusal(reason=None, detail=str(error)))
    except MemoryError:
        leave(job.folder / REFUSAL, Refusal(reason="file_memory_limit"))
    except Exception as error:  # noqa: BLE001  hostile files raise whatever they like
        leave(job.folder / REFUSAL, _blame(error))


def leave(path: Path, record: Record) -> None:
    """Write whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(record.model_dump_json(), encoding="utf-8")
    part.replace(path)


def _blame(error: Exception) -> Refusal:
    where = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__}: {error}"[:400].encode("utf-8", "replace").decode()
    detail = f"{told} ({Path(where.filename).name}:{where.lineno})"
    if isinstance(error, OSError) and error.errno in FULL:
        return Refusal(reason=None, detail=detail, retry=True)
    if "bad_alloc" in detail or "out of memory" in detail.lower():
        return Refusal(reason="file_memory_limit", detail=detail)
    if isinstance(error, RecursionError):
        return Refusal(reason="file_recursive", detail=detail)
    return Refusal(reason="file_broken", detail=detail)


def _confine(job: Job) -> None:
    log = os.open(job.folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    tempfile.tempdir = str(job.folder)
    os.environ["TMPDIR"] = str(job.folder)
    limit_memory(job.limits.memory)
    seconds = int(job.limits.seconds) + 5  # should nobody be left to kill us
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.addaudithook(_refuse_outside)


def limit_memory(more: int) -> None:
    """Allow so many bytes beyond what the process maps already; where there is no /proc, any."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    mapped = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + more, mapped + more))


def _refuse_outside(event: str, args: tuple[Any, ...]) -> None:
    """No network and no programs but tesseract, whatever a file makes a library do."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("files are read without a network")
    if event == "subprocess.Popen" and Path(os.fsdecode(args[0])).name not in TOOLS:
        raise PermissionError(f"files are read without {args[0]!r}")
    if event in ("os.system", "os.exec", "os.posix_spawn", "pty.spawn"):
        raise PermissionError("files are read without other programs")
