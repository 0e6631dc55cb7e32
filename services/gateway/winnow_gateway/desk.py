"""What a request of the gateway may touch, and how it gets it."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from winnow.messaging.port import Publisher
from winnow.recipes.recipe import Recipe
from winnow.security.door import require
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.storage.port import BlobStore
from winnow.web.problems import ProblemError
from winnow_gateway.documents import Documents, Row


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch; `closing` ends the streams of news."""

    documents: Documents
    blobs: BlobStore
    publisher: Publisher
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    max_upload: int
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def found(self, who: Principal, document_id: UUID) -> Row:
        """A document of the asker's tenant; ProblemError 404 if there is none."""
        row = await self.documents.find(who.tenant, str(document_id))
        if row is None:
            raise ProblemError(404, "document_unknown", f"there is no document {document_id}")
        return row


async def desk_of(request: Request) -> Desk:
    """The desk of the app that the request came to."""
    desk: Desk = request.app.state.desk
    return desk


OurDesk = Annotated[Desk, Depends(desk_of)]
Submitter = Annotated[Principal, Depends(require(Role.SUBMITTER))]
