"""documents.parsed -> drafts.summarised, usage.recorded"""

import time
from dataclasses import dataclass

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import UsageRecorded
from winnow.llm.port import LanguageModel
from winnow.messaging.handler import Handler
from winnow.records.port import AnswerStore
from winnow.storage.port import BlobStore
from winnow_summarise.summary import Summariser


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    model: LanguageModel
    answers: AnswerStore
    parts: int
    sentences: int


async def summarise_document(event: DocumentParsed, tools: Tools) -> list[Event]:
    """Summarise; a document that no model could summarise goes on without a summary."""
    begun = time.perf_counter()
    parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
    summariser = Summariser(
        str(event.event_id), tools.model, tools.answers, tools.parts, tools.sentences
    )
    summary = await summariser.summarise(parsed)
    usage = tuple(summariser.usage)
    made: list[Event] = [
        DraftSummarised(
            **event.caused("summarise", tools.model.name),
            source=event.source,
            summary=summary,
            model=tools.model.name,
            usage=usage,
            seconds=time.perf_counter() - begun,
        )
    ]
    if usage:
        made.append(
            UsageRecorded(**event.caused("summarise-usage"), stage="summarise", calls=usage)
        )
    return made


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many documents worked on at once."""
    writes = (streams.SUMMARISED, streams.USAGE)
    return (Handler(streams.PARSED, summarise_document, writes, in_flight=workers),)
