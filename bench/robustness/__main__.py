"""make robustness DIR=...: every file of a folder through ingest, as one JSON object.

The service is the real one with its worker processes, on an in-memory Kafka; no language model.
Memory is told after a first large document and a refused one for each worker, and at the end.
`hidden` tells how many of the files that the index marks with `hidden_text` had some, and which
others did.
"""

import asyncio
import json
import mimetypes
import multiprocessing.util
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.robustness.files import Sample, samples
from bench.robustness.gold import End, disagreements
from bench.robustness.memory import Memory, resident

from winnow import streams
from winnow.contracts.base import Event, document_id_of
from winnow.contracts.dead_letters import DeadLettered, RetryScheduled
from winnow.contracts.documents import DocumentParsed, DocumentSubmitted
from winnow.contracts.parsed import ParsedDocument
from winnow.messaging.cloudevents import decode
from winnow.observability.logs import configure
from winnow.reasons import REASONS
from winnow.service import Service
from winnow.testing.bus import Bus
from winnow_ingest.app import create_service
from winnow_ingest.settings import IngestSettings

ROOT = Path(__file__).resolve().parents[2]
MARGIN = 30.0  # seconds beyond the service's own time limit
BAR = 40  # characters
WARM_UP = "A line of a first document, as large as they come.\n" * 25_000  # memory is kept for it
ANSWERS = (streams.PARSED, streams.DEAD_LETTERS, streams.RETRIES)
STREAMS = {stream.topic: stream for stream in ANSWERS}


@dataclass
class Tally:
    """What became of the files so far."""

    files: int
    begun: float = field(default_factory=time.perf_counter)
    ends: Counter[str] = field(default_factory=Counter)
    dead: Counter[str] = field(default_factory=Counter)
    without_reason: int = 0
    slowest: tuple[float, str] = (0.0, "")
    warnings: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)

    def add(self, sample: Sample, end: End) -> None:
        self.ends[end.how] += 1
        if end.reason:
            self.dead[end.reason] += 1
        if end.how == "dead" and end.reason not in REASONS:
            self.without_reason += 1
        self.warnings.update({warning.split(":")[0] for warning in end.warnings})
        self._add_hidden(sample, end)
        self.slowest = max(self.slowest, (end.seconds, sample.name))
        for told in disagreements(sample, end):
            print(f"\n{sample.name}: {told}", file=sys.stderr)
        self._draw()

    def _add_hidden(self, sample: Sample, end: End) -> None:
        if sample.category == "hidden_text":
            self.hidden["marked"] += 1
            self.hidden["found"] += bool(end.hidden)
        elif end.hidden:
            self.others.append(sample.name)
            print(f"\n{sample.name}: hidden: {end.hidden[:100]!r}", file=sys.stderr)

    def _draw(self) -> None:
        done = self.ends.total()
        if done % 10 == 0 or done == self.files:
            bar = f"{'#' * (BAR * done // self.files):.<{BAR}}"
            line = f"\r[{bar}] {done}/{self.files} {dict(self.ends)} {resident('self')} MB "
            print(line, end="\n" if done == self.files else "", file=sys.stderr, flush=True)

    def report(self, memory: Memory) -> dict[str, Any]:
        return {
            "files": self.files,
            "parsed": self.ends["parsed"],
            "dead": dict(self.dead.most_common()),
            "crashes": self.ends["crash"] + self.dead["internal_error"],
            "hangs": self.ends["hang"],
            "unfinished": self.ends["unfinished"],
            "without_reason": self.without_reason,
            "seconds": round(time.perf_counter() - self.begun, 1),
            "warnings": dict(self.warnings.most_common()),
            "hidden": {
                "marked": self.hidden["marked"],
                "found": self.hidden["found"],
                "in_others": sorted(self.others),
            },
            "memory_start_mb": memory.start,
            "memory_end_mb": memory.now(),
            "slowest": {"file": self.slowest[1], "seconds": round(self.slowest[0], 1)},
        }


class Ingest:
    """A running ingest that files are handed to."""

    def __init__(self, service: Service, bus: Bus) -> None:
        self._service = service
        self._bus = bus
        self._patience = service.tools.reader.limits.seconds + MARGIN

    async def read(self, sample: Sample, tenant: str) -> End:
        """Submit the file and wait for its end. A tenant of its own makes equal files two."""
        begun = time.perf_counter()
        kind = mimetypes.guess_type(sample.path.name)[0] or "application/octet-stream"
        blob = await self._service.tools.blobs.put_file(tenant, sample.path, kind)
        event = DocumentSubmitted(
            document_id=document_id_of(tenant, blob.sha256),
            tenant=tenant,
            file_name=Path(sample.name).name,
            blob=blob,
        )
        try:
            await asyncio.wait_for(self._bus.say(event), self._patience)
        except TimeoutError:
            end = End("hang")
        except Exception as error:  # noqa: BLE001  whatever it is, the service would have stopped
            end = End("crash", detail=repr(error))
        else:
            end = await self._end_of(event)
        return replace(end, seconds=time.perf_counter() - begun)

    async def _end_of(self, event: Event) -> End:
        match self._answers(event):
            case [DocumentParsed() as parsed]:
                data = await self._service.tools.blobs.get(parsed.source.parsed)
                return end_of(ParsedDocument.model_validate_json(data))
            case [DeadLettered() as letter]:
                return End("dead", letter.reason, letter.detail)
            case [RetryScheduled() as met]:  # an error that nobody foresaw
                return End("crash", detail=met.detail)
            case answers:
                return End("unfinished", detail=f"{len(answers)} answers")

    def _answers(self, event: Event) -> list[Event]:
        """What was said of the document; forgotten here, so that nothing piles up."""
        key = str(event.document_id).encode()
        mine = [one for one in self._bus.heard if one.key == key]
        self._bus.heard = [one for one in self._bus.heard if one.key != key]
        return [
            decode(STREAMS[one.topic], one.value, one.headers)
            for one in mine
            if one.topic in STREAMS
        ]


def end_of(document: ParsedDocument) -> End:
    hidden = " / ".join(passage.text for passage in document.hidden)
    return End("parsed", text=document.text, hidden=hidden, warnings=document.warnings)


async def run(files: Sequence[Sample], settings: IngestSettings, warm_up: Path) -> dict[str, Any]:
    """Read all files, as many at once as the service does, and tell what became of them."""
    service = create_service(settings)
    await service.start()
    async with Bus(service) as bus:
        ingest = Ingest(service, bus)
        for first in (Sample(warm_up, warm_up.name, 0), Sample(warm_up, "refused.pdf", 0)):
            await asyncio.gather(
                *(ingest.read(first, f"warm-up-{n}") for n in range(settings.ingest_workers))
            )
        tally, memory = Tally(len(files)), Memory()
        room = asyncio.Semaphore(settings.ingest_workers)

        async def read(number: int, sample: Sample) -> None:
            async with room:
                tally.add(sample, await ingest.read(sample, f"file-{number}"))
                memory.forget()

        await asyncio.gather(*(read(number, one) for number, one in enumerate(files)))
        report = tally.report(memory)
    await service.close()
    return report


@contextmanager
def watched() -> Iterator[Path]:
    """A room with the working and the temporary folder in it; tells what is left in those."""
    with tempfile.TemporaryDirectory(prefix="winnow-robustness-") as name:
        room = Path(name)
        left = [room / "here", room / "temporary"]
        for folder in left:
            folder.mkdir()
        os.chdir(left[0])
        tempfile.tempdir = str(left[1])
        yield room
        os.chdir(ROOT)
        tempfile.tempdir = None
        for path in (path for folder in left for path in folder.iterdir()):
            print(f"left behind: {path.relative_to(room)}", file=sys.stderr)


def main(folder: Path) -> int:
    if not folder.is_dir():
        print(f"skipped: there is no folder {folder}", file=sys.stderr)
        print(json.dumps({"skipped": str(folder)}))
        return 0
    configure("text", "CRITICAL")
    files = samples(folder.resolve())
    multiprocessing.util.get_temp_dir()  # its own business, made before we watch
    with watched() as room:
        warm_up = room / "warm-up.txt"
        warm_up.write_text(WARM_UP)
        settings = IngestSettings(data=room / "data", blobs="", recipes=ROOT / "recipes")
        report = asyncio.run(run(files, settings, warm_up))
    print(json.dumps(report))
    aims = ("crashes", "hangs", "unfinished", "without_reason")
    return int(any(report[aim] for aim in aims))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
