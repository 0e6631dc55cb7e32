"""python -m winnow_tune.shadow_child: answers documents in shadow, away from all that counts.

It reads one JSON object a line from stdin, until the line is empty, and tells an answer a line. It
works in a folder of its own: no answer is kept, paid for under a document or published.
"""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from winnow import streams
from winnow.config import Settings
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Scalar
from winnow.contracts.tuning import ModelRef
from winnow.errors import Remedy, WinnowError
from winnow.evaluation.stages import Stage, open_stage
from winnow.evaluation.workplace import settings_apart
from winnow.observability.logs import configure, get_logger
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.serving import ServingStore
from winnow.registry.copying import serve_there
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow_tune import judging
from winnow_tune.shadowing import TASK, Asked, extraction_of

log = get_logger(__name__)
NICE: Final = 19


async def answer_all(asked: Sequence[Asked], settings: Settings) -> list[dict[str, Scalar] | None]:
    """The answers in order; None where a document could not be answered."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="shadow-", dir=settings.data) as folder:
        answers: list[dict[str, Scalar] | None] = [None] * len(asked)
        for version in {_version(one) for one in asked}:
            own = settings_apart(settings, Path(folder) / (version or "settings"))
            mine = [at for at, one in enumerate(asked) if _version(one) == version]
            found = await _answers([asked[at] for at in mine], settings, own)
            for at, answer in zip(mine, found, strict=True):
                answers[at] = answer
        return answers


def _version(one: Asked) -> str:
    return one.ref.version if one.ref else ""


async def _answers(
    asked: Sequence[Asked], settings: Settings, own: Settings
) -> list[dict[str, Scalar] | None]:
    """Of one version, which serves alone in a folder made for it."""
    await migrate(own.database_url())
    blobs, copies = open_blobs(settings), open_blobs(own)
    recipes = {one.draft.recipe for one in asked if one.draft.recipe}
    database = open_database(own.database_url())
    store = ServingStore(database)
    try:
        for recipe in recipes:
            await serve_there(asked[0].ref, recipe, TASK, store, (blobs, copies))
    finally:
        await database.close()
    stage = open_stage(streams.CLASSIFIED, streams.EXTRACTED, own)
    await stage.service.start()
    try:
        return [await _answer(one.draft, stage, blobs, copies) for one in asked]
    finally:
        await stage.service.close()


async def _answer(
    draft: DraftExtracted, stage: Stage, blobs: BlobStore, copies: BlobStore
) -> dict[str, Scalar] | None:
    parsed = draft.source.parsed
    try:
        await copies.put(parsed.tenant, await blobs.get(parsed), parsed.media_type)
        made = await stage(_classified(draft), DraftExtracted)
        extraction = await extraction_of(made, copies)
    except WinnowError as error:
        if error.remedy in (Remedy.HALT, Remedy.RETRY):
            raise
        log.warning("no shadow", document_id=str(draft.document_id), error=str(error))
        return None
    return None if extraction.failure else judging.scalars(extraction)


def _classified(draft: DraftExtracted) -> DocumentClassified:
    """The event that the draft was made of, as far as extract looks at it."""
    envelope: Any = draft.caused("tune-shadow")
    return DocumentClassified(
        **envelope,
        source=draft.source,
        recipe=draft.recipe,
        confidence=draft.classification,
        decided_by=draft.decided_by,
    )


def told(one: Asked) -> str:
    """A line of stdin."""
    ref = one.ref.model_dump(mode="json") if one.ref else None
    return json.dumps({"draft": one.draft.model_dump(mode="json"), "ref": ref})


def heard(line: str) -> Asked:
    """What a line of stdin says."""
    found = json.loads(line)
    ref = ModelRef.model_validate(found["ref"]) if found["ref"] else None
    return Asked(DraftExtracted.model_validate(found["draft"]), ref)


def main() -> int:
    """Answer what stdin holds."""
    os.nice(NICE)
    settings = Settings()
    configure(settings.log_format, settings.log_level)
    asked = [heard(line) for line in sys.stdin if line.strip()]
    for answer in asyncio.run(answer_all(asked, settings)):
        sys.stdout.write(json.dumps({"answer": answer}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
