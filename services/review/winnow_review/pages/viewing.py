"""/documents/{id}/view.json, /read, /standing.json: what the page's script asks for."""

from typing import Literal, Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, model_validator

from winnow.contracts.base import Box, Record
from winnow.web.problems import ProblemError
from winnow_review.desk import OurDesk
from winnow_review.pages.entering import ReaderHere
from winnow_review.viewer.drawn import text_in
from winnow_review.viewer.view import View, view_of

router = APIRouter(prefix="/documents/{document_id}", include_in_schema=False)


class Drawn(Box):
    """A box that somebody drew on a page."""

    page: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_a_box(self) -> Self:
        if self.x0 > self.x1 or self.y0 > self.y1:
            raise ValueError("x0 and y0 are the top left corner, x1 and y1 the bottom right one")
        return self


class Read(Record):
    """The words in a box; empty if none are known there."""

    text: str


class Standing(Record):
    """How a document stands; `holder` is who holds it, `mine` whether that is who asks.

    One that waits for a blind reading stands as decided before all but its reader.
    """

    revision: int
    state: Literal["pending", "disputed", "decided", "rework"]
    holder: str | None
    mine: bool


@router.get("/view.json")
async def view(desk: OurDesk, document_id: UUID, who: ReaderHere) -> View:
    """The pages and where the values stand: the model's draft, whatever people decided."""
    held = await desk.look(who, str(document_id), "pages")
    request = held.item.request
    return view_of(request, await desk.extraction(request), await desk.parsed(request))


@router.post("/read")
async def read(desk: OurDesk, document_id: UUID, who: ReaderHere, drawn: Drawn) -> Read:
    """The words in a box; ProblemError 404 if the document has no such page. Writes nothing."""
    held = await desk.queue.find(who, str(document_id))
    parsed = await desk.parsed(held.item.request)
    if all(page.number != drawn.page for page in parsed.pages):
        raise ProblemError(404, "page_unknown", f"there is no page {drawn.page}")
    return Read(text=text_in(parsed.words, drawn.page, drawn))


@router.get("/standing.json")
async def standing(desk: OurDesk, document_id: UUID, who: ReaderHere) -> Standing:
    """How the document stands, so that a page that lies open can tell that it is out of date."""
    held = await desk.queue.find(who, str(document_id))
    state = held.item.state
    return Standing(
        revision=held.item.revision,
        state="decided" if state == "blind" else state,
        holder=held.holder,
        mine=held.holder == who.name,
    )
