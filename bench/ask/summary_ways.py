"""Summaries of the service's own handler, by each way that a model may be asked."""

import json
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid5

from bench.ask.summary_sets import Query

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import NAMESPACE, document_id_of
from winnow.contracts.documents import DocumentParsed, DocumentSubmitted
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.stages import Stage
from winnow.records.migrate import migrate
from winnow.storage.open import open_blobs
from winnow_ingest.app import create_service as create_ingest
from winnow_ingest.settings import IngestSettings
from winnow_summarise.app import create_service as create_summarise
from winnow_summarise.settings import SummariseSettings

TENANT = "bench"
WAYS = ("quoting", "shortening", "stating", "api")


@dataclass(frozen=True, slots=True)
class Made:
    """A summary of the service, and the document as it was read."""

    query: Query
    parsed: ParsedDocument
    draft: DraftSummarised


async def summarised(way: str, every: Sequence[Query], settings: Settings) -> list[Made]:
    """Each file through ingest, then each query through summarise, as in production.

    A focus and a length are a recipe's, so every query has a recipe of its own. The way `stating`
    is asked as a tuned model is, by which the local one writes too.
    """
    settings = _asked(way, settings)
    _write_recipes(every, settings.recipes)
    await migrate(settings.database_url())
    async with AsyncExitStack() as stack:
        reads = create_ingest(settings.widened(IngestSettings))
        ingest = await _started(stack, Stage(reads, streams.SUBMITTED, streams.PARSED))
        service = create_summarise(settings.widened(SummariseSettings))
        told = {"shorten": way == "shortening", "recorded": way == "stating"}
        service = replace(service, tools=replace(service.tools, **told))
        stage = await _started(stack, Stage(service, streams.PARSED, streams.SUMMARISED))
        made: list[Made] = []
        parsed: dict[Path, tuple[DocumentParsed, ParsedDocument]] = {}
        for at, query in enumerate(every):
            if query.file not in parsed:
                parsed[query.file] = await _parsed(query.file, ingest, settings)
            event, document = parsed[query.file]
            named = {"recipe": _name(at), "event_id": _event_id(at, event)}
            draft = await stage(event.model_copy(update=named), DraftSummarised)
            made.append(Made(query, document, draft))
            _tell(way, at + 1, len(every))
        return made


async def _started(stack: AsyncExitStack, stage: Stage) -> Stage:
    stack.push_async_callback(stage.service.close)
    await stage.service.start()
    return stage


async def _parsed(
    file: Path, ingest: Stage, settings: Settings
) -> tuple[DocumentParsed, ParsedDocument]:
    blobs = open_blobs(settings)
    blob = await blobs.put_file(TENANT, file, "text/plain")
    event = DocumentSubmitted(
        document_id=document_id_of(TENANT, blob.sha256),
        tenant=TENANT,
        file_name=file.name,
        blob=blob,
    )
    parsed = await ingest(event, DocumentParsed)
    stored = await blobs.get(parsed.source.parsed)
    return parsed, ParsedDocument.model_validate_json(stored)


def _event_id(at: int, event: DocumentParsed) -> UUID:
    return uuid5(NAMESPACE, f"{_name(at)}/{event.event_id}")


def _asked(way: str, settings: Settings) -> Settings:
    told = {"data": settings.data / way, "recipes": settings.data / way / "recipes"}
    model = {} if way == "api" else {"model": "local"}
    return settings.model_copy(update={**told, **model})


def _name(at: int) -> str:
    return f"q{at:04}"


def _write_recipes(every: Sequence[Query], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for at, query in enumerate(every):
        recipe = {
            "recipe": _name(at),
            "version": 1,
            "title": "Text",
            "description": "A long text.",
            "fields": {"type": "object", "properties": {"title": {"type": "string"}}},
            "summary": {"focus": query.focus, "sentences": query.sentences},
        }
        (folder / f"{_name(at)}.yaml").write_text(json.dumps(recipe), "utf-8")  # JSON is YAML


def _tell(way: str, done: int, of: int) -> None:
    if done % 20 == 0 or done == of:
        print(f"{way} {done}/{of}", file=sys.stderr, flush=True)
