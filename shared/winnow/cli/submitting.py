"""Files sent to the gateway and followed to their end."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

UPLOADS: Final = 4  # at once
SILENCES: Final = 60  # looks in a row that the gateway may leave unanswered
QUEUED: Final = 10  # looks at the queue
LOOKS: Final = 0.5  # seconds between two looks at a document, at the least
AT_ONCE: Final = 4  # documents looked at in that time, however many there are
ENDS: Final = {"completed": "completed", "review": "review", "dead": "dead"}


@dataclass(slots=True)
class Outcome:
    """What became of one file; `status` is completed, review or dead, or what it is now.

    `reason` says why it is dead, what a person is asked, or what it is held for.
    """

    file: str
    status: str = "waiting"
    reason: str | None = None
    result: Any = None
    document_id: str | None = None

    @property
    def ended(self) -> bool:
        return self.status in ENDS

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named, hidden ones left out; sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.is_file())
            found += sorted(
                one
                for one in inside
                if not any(part.startswith(".") for part in one.relative_to(path).parts)
            )
        else:
            found.append(path)
    return found


@dataclass(frozen=True, slots=True)
class Submission:
    """Sends files through `gateway`; looks at drafts through `review` where there is one."""

    gateway: httpx.AsyncClient
    review: httpx.AsyncClient | None = None
    recipe: str | None = None
    told: Callable[[Outcome], None] = lambda _: None
    held: Callable[[int], None] = lambda _: None  # hears how many files wait for money or a batch
    waiting: set[int] = field(default_factory=set)
    holds: set[int] = field(default_factory=set)

    async def run(
        self, files: Sequence[Path], *, wait: bool, timeout: float | None = None
    ) -> list[Outcome]:
        """Submit all; with `wait`, follow each to its end or until `timeout` seconds are over."""
        uploads = asyncio.Semaphore(UPLOADS)
        outcomes = [Outcome(str(path)) for path in files]
        try:
            async with asyncio.timeout(timeout), asyncio.TaskGroup() as group:
                for path, outcome in zip(files, outcomes, strict=True):
                    group.create_task(self._follow(path, outcome, uploads, wait=wait))
        except TimeoutError:
            return outcomes
        return outcomes

    async def _follow(
        self, path: Path, outcome: Outcome, uploads: asyncio.Semaphore, *, wait: bool
    ) -> None:
        async with uploads:
            try:
                await self._upload(path, outcome)
            except OSError as error:
                outcome.status, outcome.reason = "dead", f"not readable: {error.strerror or error}"
        if wait:
            await self._wait(outcome)
        self.told(outcome)

    async def _wait(self, outcome: Outcome) -> None:
        silences = 0
        self.waiting.add(id(outcome))
        while not outcome.ended:
            await asyncio.sleep(LOOKS * max(1, len(self.waiting) / AT_ONCE))
            silences = await self._look(outcome, silences)
        self.waiting.discard(id(outcome))

    async def _upload(self, path: Path, outcome: Outcome) -> None:
        answer = await self._post(path)
        if answer.status_code in (401, 403) or answer.is_server_error:
            answer.raise_for_status()
        body = answer.json()
        if answer.is_client_error:
            outcome.status = "dead"
            outcome.reason = body.get("reason") or body.get("detail")
            return
        outcome.document_id = body["document_id"]
        await self._take(outcome, body)

    async def _post(self, path: Path) -> httpx.Response:
        """The gateway's answer; asked again while it is away or says that it cannot now."""
        form = {"recipe": self.recipe} if self.recipe else {}
        name = os.fsencode(path.name).decode("utf-8", "replace")
        left = SILENCES
        while True:
            try:
                with path.open("rb") as file:
                    answer = await self.gateway.post(
                        "/v1/documents", files={"file": (name, file)}, data=form
                    )
            except httpx.TransportError:
                if not left:
                    raise
            else:
                if not left or answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
            left -= 1
            await asyncio.sleep(LOOKS)

    async def _look(self, outcome: Outcome, silences: int) -> int:
        """Look at the document; how often in a row the gateway kept silent until now."""
        try:
            answer = await self.gateway.get(f"/v1/documents/{outcome.document_id}")
            answer.raise_for_status()
            await self._take(outcome, answer.json())
        except httpx.TransportError:  # a busy machine, a restart: worth another look
            if silences >= SILENCES:
                raise
            return silences + 1
        return 0

    async def _take(self, outcome: Outcome, body: dict[str, Any]) -> None:
        state = body["state"]
        if state == "completed":
            outcome.reason, outcome.result = None, await self._result(outcome)
        elif state == "review":
            outcome.reason, outcome.result = await self._draft(outcome)
        else:
            outcome.reason = body.get("reason")
        if state == "held":
            outcome.reason = f"{outcome.reason}: {body.get('detail')}"
        outcome.status = state
        self._count_holds(outcome)

    def _count_holds(self, outcome: Outcome) -> None:
        before = len(self.holds)
        if outcome.status == "held":
            self.holds.add(id(outcome))
        else:
            self.holds.discard(id(outcome))
        if len(self.holds) != before:
            self.held(len(self.holds))

    async def _result(self, outcome: Outcome) -> Any:
        answer = await self.gateway.get(f"/v1/documents/{outcome.document_id}/result")
        answer.raise_for_status()
        return answer.json()

    async def _draft(self, outcome: Outcome) -> tuple[str | None, Any]:
        """Why a person is asked, and what they are shown; None while the queue has not got it."""
        if self.review is None:
            return None, None
        for _ in range(QUEUED):  # the queue may hear of it a moment after the gateway
            answer = await self.review.get(f"/v1/reviews/{outcome.document_id}")
            if answer.is_success:
                body = answer.json()
                return "; ".join(body["reasons"][:5]) or None, body["extraction"]
            await asyncio.sleep(LOOKS)
        return None, None
