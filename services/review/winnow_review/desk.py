"""What a request of the review service may touch, and how it gets it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import ReviewRequested
from winnow.messaging.port import Publisher
from winnow.recipes.recipe import Recipe
from winnow.security.door import require
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.storage.port import BlobStore
from winnow_review.queue import Queue


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch; `lease` is how many seconds a claim lasts."""

    queue: Queue
    blobs: BlobStore
    publisher: Publisher
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    lease: int

    async def extraction(self, request: ReviewRequested) -> Extraction:
        """The draft that a person is asked about."""
        return Extraction.model_validate_json(await self.blobs.get(request.extraction))


async def desk_of(request: Request) -> Desk:
    """The desk of the app that the request came to."""
    desk: Desk = request.app.state.desk
    return desk


OurDesk = Annotated[Desk, Depends(desk_of)]
Reviewer = Annotated[Principal, Depends(require(Role.REVIEWER))]
