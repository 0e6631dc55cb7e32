"""What a request of the review service may touch, and how it gets it."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.recipe import Recipe
from winnow.records.audit import Entry
from winnow.security.door import require
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.storage.port import BlobStore
from winnow_review.files import Files
from winnow_review.ordering import Order
from winnow_review.questions.acting import Questions
from winnow_review.queue import Held, Queue
from winnow_review.sending import Outbox
from winnow_review.settings import ReviewSettings


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch; `closing` ends the streams of news."""

    queue: Queue
    order: Order
    outbox: Outbox
    questions: Questions
    blobs: BlobStore
    files: Files
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    settings: ReviewSettings
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, who: Principal, document_id: str, what: str = "document") -> Held:
        """A document as this person may see it; that they looked is in the log before they see."""
        held = await self.queue.find(who, document_id)
        await self.queue.audit.add(None, Entry(who.tenant, who.name, "looked", document_id, what))
        return held

    async def extraction(self, request: ReviewRequested) -> Extraction:
        """The draft that a person is asked about."""
        return await self.files.extraction(request.extraction)

    async def parsed(self, request: ReviewRequested) -> ParsedDocument:
        """The document as it was read."""
        return await self.files.parsed(request.source.parsed)


async def desk_of(request: Request) -> Desk:
    """The desk of the app that the request came to."""
    desk: Desk = request.app.state.desk
    return desk


OurDesk = Annotated[Desk, Depends(desk_of)]
Reviewer = Annotated[Principal, Depends(require(Role.REVIEWER, Role.ADJUDICATOR))]
Reader = Annotated[
    Principal,
    Depends(require(Role.REVIEWER, Role.ADJUDICATOR, Role.OPERATOR, Role.AUDITOR)),
]
Operator = Annotated[Principal, Depends(require(Role.OPERATOR))]
