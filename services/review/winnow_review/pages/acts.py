"""POST /documents/{id}/...: what a person does on the page; the answer is what changed."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from winnow.contracts.reviews import FieldDecision
from winnow.web.problems import ProblemError
from winnow_review import writing
from winnow_review.desk import Desk, OurDesk
from winnow_review.pages.document import part, sort_of, whole
from winnow_review.pages.entering import ReviewerHere
from winnow_review.pages.leaving import go, to_next
from winnow_review.pages.opened import Kept, Looks, Opened, lease_of, open_document, opened
from winnow_review.pages.past import past_of
from winnow_review.pages.routing import PageRoute, asks_for_part
from winnow_review.pages.sent import Sent, decision_on, new_row, sent
from winnow_review.queue import Held
from winnow_review.sheet.typed import UnreadableError
from winnow_review.views import DecisionRequest, NoteRequest

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.post("/documents/{document_id}/fields")
async def note(request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID) -> Response:
    """Confirm, correct or clear one value, take out a row, or add one."""
    form = await sent(request)
    before = await open_document(desk, who, str(document_id), Looks(sort_of(request)))
    place = f"{form.text('part') or 'field'}{form.text('pointer').replace('/', '-')}"
    try:
        fields, heard = _decisions(form, before, place)
    except UnreadableError as error:
        return await _unread(request, desk, before, place, Kept(form.text("value"), str(error)))
    body = NoteRequest(revision=form.revision, fields=fields)
    held = await writing.note(desk, who, str(document_id), body)
    return await _changed(request, desk, before, held, heard, touched=place)


@router.post("/documents/{document_id}/undo")
async def undo(request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID) -> Response:
    """Take the last write back."""
    form = await sent(request)
    before = await open_document(desk, who, str(document_id), Looks(sort_of(request)))
    held = await writing.undo(desk, who, str(document_id), form.revision)
    return await _changed(request, desk, before, held, {})


@router.post("/documents/{document_id}/decide")
async def decide(request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID) -> Response:
    """Approve, reject or name another recipe; then the next document comes."""
    form = await sent(request)
    outcome, sign_off = _outcome(form.text("outcome"))
    note = form.text("note")[:10_000]
    body = DecisionRequest(
        revision=form.revision,
        outcome=outcome,
        recipe=form.text("recipe")[:63] or None,
        note=note,
        sign_off=sign_off,
    )
    await writing.submit(desk, who, str(document_id), body)
    return await to_next(request, desk, who, last=str(document_id))


@router.post("/documents/{document_id}/reopen")
async def reopen(request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID) -> Response:
    """Take a decision back and go on with the document."""
    form = await sent(request)
    await writing.reopen(desk, who, str(document_id), form.revision)
    return go(request, f"/documents/{document_id}")


@router.post("/documents/{document_id}/claim")
async def claim(request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID) -> Response:
    """Take a document, to decide it."""
    await desk.queue.claim(who, str(document_id), lease_of(desk))
    return go(request, f"/documents/{document_id}")


@router.post("/documents/{document_id}/release")
async def release(
    request: Request, desk: OurDesk, who: ReviewerHere, document_id: UUID
) -> Response:
    """Leave a document undecided, for the queue or for the next one; what was noted stays."""
    form = await sent(request)
    if form.text("then") == "next":
        return await to_next(request, desk, who, leaving=str(document_id))
    await desk.queue.release(who, str(document_id))
    return go(request, "/")


def _decisions(
    form: Sent, page: Opened, place: str
) -> tuple[list[FieldDecision], Mapping[str, str]]:
    pointer, act = form.text("pointer"), form.text("act")
    if act == "add":
        return _added(form, page, pointer)
    if act == "remove":
        told = {"pointer": pointer, "action": "clear", "reason": form.reason}
        return [FieldDecision.model_validate({**told, "seconds": form.seconds})], {}
    cell = page.sheet.cells.get(place)
    if cell is None:
        raise ProblemError(422, "pointer_unknown", "the document has no such value")
    decision, heard = decision_on(form, cell)
    return [decision], {cell.id: heard} if heard else {}


def _added(form: Sent, page: Opened, pointer: str) -> tuple[list[FieldDecision], dict[str, str]]:
    table = page.tables.get(pointer)
    if table is None:
        raise ProblemError(422, "pointer_unknown", "the document has no such list")
    fields, read = new_row(form, table)
    at = f"field{pointer.replace('/', '-')}-{len(table.rows)}"
    told = {f"{at}-{path.replace('/', '-')}": one.heard for path, one in read.items()}
    return fields, {place: heard for place, heard in told.items() if heard}


def _outcome(told: str) -> tuple[Literal["approved", "rejected", "reclassified"], bool]:
    match told:
        case "approved" | "rejected" | "reclassified":
            return told, False
        case "signed_off":
            return "approved", True
    raise ProblemError(422, "outcome_unknown", "say approved, rejected or reclassified")


async def _unread(request: Request, desk: Desk, before: Opened, place: str, kept: Kept) -> Response:
    """What was typed, with what is wrong about it; nothing was written."""
    looks = Looks(before.looks.sort, before.looks.rows, place)
    page = await opened(desk, before.who, before.held, looks, kept={place: kept})
    if not asks_for_part(request):
        return await whole(request, desk, page, status=422)
    at = page.sheet.cells.get(place)
    return part(request, page, "parts/unread.html", status=422, kept=kept, at=at)


async def _changed(
    request: Request,
    desk: Desk,
    before: Opened,
    held: Held,
    heard: Mapping[str, str],
    touched: str = "",
) -> Response:
    """The cells and tables that are not as they were, and all that sums them up."""
    if not asks_for_part(request):
        return go(request, before.path)
    page = await opened(desk, before.who, held, before.looks, heard=heard)
    if before.deep_rows != page.deep_rows:  # rare, and no part of the page has their place
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    told = _difference(before, page, touched)
    told["past"] = await past_of(desk, held, page.who, page.extraction)
    return part(request, page, "parts/changed.html", desk_recipes=desk.recipes, **told)


def _difference(before: Opened, after: Opened, touched: str) -> dict[str, Any]:
    """What stands in a table whose rows came or went comes with the table."""
    tables = [one for one in after.tables.values() if _reshaped(before, one.pointer, after)]
    inside = {cell.id for one in tables for row in one.rows for cell in row.cells}
    old = before.sheet.cells
    cells = [
        cell
        for place, cell in after.sheet.cells.items()
        if (place == touched or old.get(place) != cell)
        and (place not in inside or place in after.apart)
    ]
    return {
        "cells_changed": cells,
        "in_tables": after.in_tables,
        "tables": tables,
        "touched": after.sheet.cells.get(touched),
    }


def _reshaped(before: Opened, pointer: str, after: Opened) -> bool:
    old, new = before.tables.get(pointer), after.tables[pointer]
    if old is None:
        return True
    shape = [[(row.pointer, row.gone) for row in one.rows] for one in (old, new)]
    return shape[0] != shape[1] or (old.told, old.flagged) != (new.told, new.flagged)
