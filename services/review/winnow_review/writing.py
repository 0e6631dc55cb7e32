"""What people do to a document: every write is an event, stored before it is answered."""

from collections.abc import Sequence
from datetime import timedelta

from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import FieldDecision
from winnow.records.moment import now
from winnow.security.keys import Principal, Role
from winnow.web.problems import ProblemError
from winnow_review.checking import check_fields, check_repeats, stamped
from winnow_review.comparing import merged
from winnow_review.deciding import submission
from winnow_review.desk import Desk
from winnow_review.events import change, recipe_of
from winnow_review.folding import Write
from winnow_review.queue import Held, Make, refuse_closed, refuse_foreign
from winnow_review.views import DecisionRequest, NoteRequest


async def note(desk: Desk, who: Principal, document_id: str, body: NoteRequest) -> Held:
    """Decide fields; ProblemError 404, 403, 409, 422."""
    extraction = await _extraction(desk, who, document_id)
    check_repeats(body.fields)

    def make(held: Held) -> Write:
        _refuse(held, who, body.revision)
        fields = stamped(body.fields, held.item.request, extraction, who.name, now())
        recipe = recipe_of(desk, held)
        check_fields(recipe, extraction, merged(held.item.fields, fields))
        return change(held, who, "noted", fields=fields)

    return await _write(desk, who, document_id, make)


async def undo(desk: Desk, who: Principal, document_id: str, revision: int) -> Held:
    """Take the last write of this round back; ProblemError 409 `nothing_to_undo`."""

    def make(held: Held) -> Write:
        _refuse(held, who, revision)
        if not held.item.noted:
            raise ProblemError(409, "nothing_to_undo", "nothing has been decided yet")
        last = held.item.noted[-1]
        return change(held, who, "undone", fields=last.fields, undoes=str(last.event_id))

    return await _write(desk, who, document_id, make)


async def submit(desk: Desk, who: Principal, document_id: str, body: DecisionRequest) -> Held:
    """Decide the document: a decision, a blind opinion, or the end of a dispute."""
    extraction = await _extraction(desk, who, document_id)
    check_repeats(body.fields)

    def make(held: Held) -> Write:
        _refuse(held, who, body.revision)
        return submission(desk, held, who, body, extraction)

    return await _write(desk, who, document_id, make)


async def reopen(desk: Desk, who: Principal, document_id: str, revision: int) -> Held:
    """Take a decision back; its fields stay. Only its reviewer or an adjudicator may."""

    def make(held: Held) -> Write:
        decided = held.item.decided
        if decided is None or held.item.state not in ("decided", "blind"):
            raise ProblemError(409, "not_decided", "the document is not decided")
        if decided.outcome == "reclassified":
            raise ProblemError(409, "in_rework", "the document went round again as another type")
        if who.name != decided.reviewer and Role.ADJUDICATOR not in who.roles:
            raise ProblemError(
                403, "forbidden", "only its reviewer or an adjudicator may reopen it"
            )
        _refuse_stale(held, revision)
        return change(held, who, "reopened")

    return await _write(desk, who, document_id, make)


async def assign(desk: Desk, who: Principal, document_id: str, reviewer: str | None) -> Held:
    """Leave the document to one reviewer, or to all again."""

    def make(held: Held) -> Write:
        if held.item.state not in ("pending", "blind", "disputed"):
            raise ProblemError(409, "already_decided", "the document needs nobody")
        return change(held, who, "assigned", assigned_to=reviewer)

    return await _write(desk, who, document_id, make, holds=False)


async def seed(
    desk: Desk, who: Principal, document_id: str, fields: Sequence[FieldDecision]
) -> Held:
    """Show a decided document again, blind, to measure a reviewer; it changes no result.

    The right answers are `fields` or, without them, those of the decision that stands.
    """
    extraction = await _extraction(desk, who, document_id)
    check_repeats(fields)

    def make(held: Held) -> Write:
        decided = held.item.decided
        if decided is None or held.item.state != "decided" or decided.outcome != "approved":
            raise ProblemError(409, "not_decided", "only an approved document can be seeded")
        answers = stamped(fields, held.item.request, extraction, who.name, now())
        check_fields(recipe_of(desk, held), extraction, answers)
        known = [one for one in answers or decided.fields if one.part == "field"]
        if not known:
            raise ProblemError(422, "answers_missing", "name right answers: none was decided")
        return change(held, who, "seeded", fields=tuple(known))

    return await _write(desk, who, document_id, make, holds=False)


async def _write(
    desk: Desk, who: Principal, document_id: str, make: Make, *, holds: bool = True
) -> Held:
    lease = timedelta(seconds=desk.settings.review_lease) if holds else None
    held = await desk.queue.write(who, document_id, lease, make)
    desk.outbox.wake()
    return held


async def _extraction(desk: Desk, who: Principal, document_id: str) -> Extraction:
    held = await desk.queue.find(who, document_id)
    return await desk.extraction(held.item.request)


def _refuse(held: Held, who: Principal, revision: int) -> None:
    refuse_closed(held, who)
    refuse_foreign(held, who)
    _refuse_stale(held, revision)


def _refuse_stale(held: Held, revision: int) -> None:
    if held.item.revision != revision:
        told = f"the document is at revision {held.item.revision}; look at it again"
        raise ProblemError(409, "stale_revision", told)
