"""Answers in shadow: who else is asked about a document, and what is made of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from winnow.background import Background
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction, Scalar
from winnow.contracts.tuning import ModelRef, Serving, Task
from winnow.errors import WinnowError
from winnow.lots import drawn
from winnow.observability.logs import get_logger
from winnow.records.live_quality import Outcome
from winnow.records.port import WhoServes
from winnow.records.shadows import Shadow, Shadows
from winnow.records.tuning_events import Held, TuningEvents
from winnow.storage.port import BlobStore
from winnow_tune import judging
from winnow_tune.folding import decision_on

log = get_logger(__name__)
BATCH: Final = 32  # documents for which a child loads the model once
PAUSE: Final = 600.0  # seconds after a batch that failed: a model that does not load costs much
TASK: Final[Task] = "extract"  # summaries of two models differ where both are right


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft, and the version that is to answer in its place; None: the settings' model."""

    draft: DraftExtracted
    ref: ModelRef | None


class Answerer(Protocol):
    """Answers documents as if a version served, and tells nobody."""

    async def answer(self, asked: Sequence[Asked]) -> list[dict[str, Scalar] | None]:
        """The scalar values by pointer, in order; None where a document could not be answered."""
        ...


def other(outcome: Outcome, now: Serving) -> tuple[bool, ModelRef | None]:
    """Whether somebody else is to answer a document in shadow, and who.

    While a challenger is there: it, for what the champion answered, and the other way round.
    """
    if now.challenger is None:
        return False, None
    if outcome.model == now.challenger.model:
        return True, now.champion
    return True, now.challenger


async def ask_shadow(outcome: Outcome, registry: WhoServes, shadows: Shadows, share: float) -> bool:
    """Have a share of the documents, drawn by their ids, answered in shadow as well."""
    if outcome.task != TASK or not drawn(f"shadow/{outcome.document_id}", share):
        return False
    now = await registry.current(outcome.recipe, outcome.task)
    wanted, ref = other(outcome, now) if now else (False, None)
    if not wanted:
        return False
    shadow = Shadow(
        document_id=outcome.document_id,
        task=outcome.task,
        model=ref.model if ref else "",
        recipe=outcome.recipe,
        version=ref.version if ref else "",
        served=outcome.model,
    )
    await shadows.ask(shadow)
    return True


class Shadower(Background):
    """Has waiting shadows answered in batches, by a process that is not this one."""

    name = "tune-shadows"

    def __init__(
        self,
        shadows: Shadows,
        events: TuningEvents,
        registry: WhoServes,
        answerer: Answerer,
        blobs: BlobStore,
        look: float,
    ) -> None:
        self._shadows = shadows
        self._events = events
        self._registry = registry
        self._answerer = answerer
        self._blobs = blobs
        self._look = look

    async def work(self) -> int:
        """Answer one batch; how many documents it held."""
        waiting = await self._shadows.waiting(BATCH)
        ready: list[tuple[Shadow, Asked]] = []
        for shadow in waiting:
            asked = await self._asked(shadow)
            if asked is None:  # another version is on trial by now, or the document was forgotten
                await self._shadows.failed(shadow)
            else:
                ready.append((shadow, asked))
        answers = await self._answerer.answer([asked for _, asked in ready]) if ready else []
        for (shadow, asked), answer in zip(ready, answers, strict=True):
            await self._keep(shadow, asked, answer)
        return len(waiting)

    async def _asked(self, shadow: Shadow) -> Asked | None:
        now = await self._registry.current(shadow.recipe, shadow.task)
        draft = (await self._events.held(shadow.document_id)).get("extracted")
        if now is None or not isinstance(draft, DraftExtracted):
            return None
        if not shadow.version:
            return Asked(draft, None) if now.champion is None else None
        refs = [ref for ref in (now.champion, now.challenger) if ref]
        found = next((ref for ref in refs if ref.version == shadow.version), None)
        return Asked(draft, found) if found else None

    async def _keep(self, shadow: Shadow, asked: Asked, answer: dict[str, Scalar] | None) -> None:
        if answer is None:
            await self._shadows.failed(shadow)
            return
        served = judging.scalars(await extraction_of(asked.draft, self._blobs))
        await self._shadows.answered(shadow, answer, agrees=judging.agree(answer, served))
        await score(await self._events.held(shadow.document_id), self._shadows, self._blobs)

    async def _run(self) -> None:
        while True:
            try:
                pause = 0.0 if await self.work() else self._look
            except WinnowError as error:
                log.warning("shadows wait", error=str(error))
                pause = PAUSE
            await asyncio.sleep(pause)


async def score(held: Held, shadows: Shadows, blobs: BlobStore) -> None:
    """Judge both answers of a document by what a person decided, as soon as all three are there."""
    draft, decided = held.get("extracted"), decision_on(held)
    if decided is None or not isinstance(draft, DraftExtracted):
        return
    extraction = await extraction_of(draft, blobs)
    truth = judging.truths(extraction, decided)
    if not truth:
        return
    served = judging.right(judging.scalars(extraction), truth)
    for shadow, answer in await shadows.of(str(draft.document_id)):
        right = judging.right(answer, truth)
        await shadows.judged(shadow, shadow_right=right, served_right=served)


async def extraction_of(draft: DraftExtracted, blobs: BlobStore) -> Extraction:
    """What a draft holds."""
    return Extraction.model_validate_json(await blobs.get(draft.extraction))
