"""documents.parsed, documents.indexed, results.completed -> what can be searched;
questions.decided -> the asker
"""

from dataclasses import dataclass

from winnow import streams
from winnow.contracts.documents import DocumentIndexed, DocumentParsed
from winnow.contracts.questions import QuestionDecided
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow.observability.logs import get_logger
from winnow.storage.port import BlobStore
from winnow_ask import learning
from winnow_ask.asking import Asking
from winnow_ask.catalogue import Catalogue

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    asking: Asking
    catalogue: Catalogue
    blobs: BlobStore
    publisher: KafkaPublisher


async def parsed(event: DocumentParsed, tools: Tools) -> None:
    """A document was read."""
    await _learn(tools, event, learning.parsed(event))


async def indexed(event: DocumentIndexed, tools: Tools) -> None:
    """Its passages can be found: from now on, other than before."""
    await _learn(tools, event, learning.indexed(event))


async def completed(event: ResultCompleted, tools: Tools) -> None:
    """Its values are known."""
    body = event.body
    if body is None:
        body = ResultBody.model_validate_json(await tools.blobs.get(event.body_ref))
    await _learn(tools, event, learning.completed(event, body))


async def decided(event: QuestionDecided, tools: Tools) -> None:
    """A person answered."""
    await tools.asking.decided(event)


async def _learn(
    tools: Tools, event: DocumentParsed | DocumentIndexed | ResultCompleted, news: learning.News
) -> None:
    """Take it in, and forget answers that rest on what was known before."""
    if await tools.catalogue.take_in(news):
        gone = await tools.asking.memory.forget(event.tenant, event.document_id)
        log.info("changed", document_id=str(event.document_id), answers_forgotten=gone)


# Repeats are let through: what is known of a document takes each event in once by itself.
HANDLERS = (
    Handler(streams.PARSED, parsed, in_flight=16, once=None),
    Handler(streams.INDEXED, indexed, in_flight=16, once=None),
    Handler(streams.COMPLETED, completed, in_flight=16, once=None),
    Handler(streams.QUESTIONS_DECIDED, decided, in_flight=16, once=None),
)
