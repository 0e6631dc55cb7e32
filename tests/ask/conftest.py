"""The service without Kafka and models; `office.as_(key)` speaks as somebody."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, Source
from winnow.contracts.questions import QuestionDecided
from winnow.messaging.sending import StoredOutbox
from winnow.records.audit import AuditLog
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.moment import now
from winnow.records.questions import Questions
from winnow.security.keys import Doorkeeper
from winnow.semantic import SemanticCache
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.publisher import MemoryPublisher
from winnow.testing.scripted_answerer import DOCUMENT, ScriptedAnswerer
from winnow_ask import handlers
from winnow_ask.asking import open_asking
from winnow_ask.catalogue import Catalogue
from winnow_ask.desk import Desk
from winnow_ask.outbox import StoredEvents
from winnow_ask.remembering import open_memory
from winnow_ask.settings import AskSettings
from winnow_ask.web import create_web

KEYS = "ann:k-ann:acme:asker,bob:k-bob:acme:asker,eve:k-eve:rival:asker,up:k-up:acme:submitter"


class Office:
    """One installation; `ann` is whom most tests ask as."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.database = open_database(url)
        self.publisher = MemoryPublisher()
        self.blobs = MemoryBlobs()
        self.answerer = ScriptedAnswerer()
        given = AskSettings(**{"api_keys": KEYS, **settings})
        self.outbox = StoredOutbox(StoredEvents(self.database), self.publisher)
        cache = SemanticCache(HashingEmbedder(), Questions(self.database))
        self.memory = open_memory(given, cache, "hashing")
        self.asking = open_asking(given, self.database, self.answerer, self.memory, lambda: None)
        self.catalogue = Catalogue(self.database)
        self.desk = Desk(
            asking=self.asking,
            turns=self.asking.turns,
            catalogue=self.catalogue,
            recipes={},
            doorkeeper=Doorkeeper(given),
            audit=AuditLog(self.database),
            settings=given,
        )
        self.tools: Any = handlers.Tools(self.asking, self.catalogue, self.blobs, None)  # type: ignore[arg-type]
        self.web = create_web(self.desk)
        self.ann = self.as_("k-ann")

    def as_(self, key: str | None, **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        told = {"X-API-Key": key, **headers} if key else headers
        return httpx.AsyncClient(transport=transport, base_url="http://ask", headers=told)

    async def ask(self, question: str = "When is notice given?", **more: Any) -> Any:
        """What is answered, which must be a success."""
        answer = await self.ann.post("/v1/questions", json={"question": question, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def sent(self) -> list[Any]:
        """Every event that left."""
        await self.outbox.send()
        return self.publisher.events

    async def decide(self, escalated: Any, **changes: Any) -> QuestionDecided:
        """A person answers."""
        told = {
            "document_id": escalated.document_id,
            "tenant": escalated.tenant,
            "requested": str(escalated.event_id),
            "reviewer": "rita",
            "outcome": "answered",
            "text": "In writing, thirty days ahead.",
            "citations": self.answerer.sentence().citations,
            "revision": 1,
        }
        event = QuestionDecided(**{**told, **changes})
        await handlers.decided(event, self.tools)
        return event

    async def parse(self, parsed: str = "a", **changes: Any) -> DocumentParsed:
        """The document of the answerer was read, as these bytes."""
        blob = BlobRef(uri=f"blob://acme/{parsed * 64}", sha256=parsed * 64, size=1)
        source = {
            "file_name": "contract.pdf",
            "original": blob,
            "media_type": "application/pdf",
            "pages": 2,
            "parsed": blob,
            "language": "en",
            "submitted_at": now(),
            "submission": str(uuid4()),
        }
        names = {*changes} & {*source}
        source |= {name: changes.pop(name) for name in names}
        known = {"document_id": DOCUMENT, "tenant": "acme", "characters": 9, "chunks": 1}
        event = DocumentParsed(**{**known, "seconds": 1, "source": Source(**source), **changes})
        await handlers.parsed(event, self.tools)
        return event

    async def index(self) -> None:
        """Its passages were written."""
        told = {"document_id": DOCUMENT, "tenant": "acme", "chunks": 1, "model": "m", "seconds": 1}
        await handlers.indexed(DocumentIndexed(**told), self.tools)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path / 'ask.db'}"
    await migrate(url)
    return url


@pytest.fixture
async def office(url: str) -> AsyncIterator[Office]:
    office = Office(url)
    async with office.ann:
        yield office
    await office.database.close()
