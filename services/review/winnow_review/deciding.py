"""What a person's verdict on a document is: a decision, a blind opinion, the end of a dispute."""

from collections.abc import Sequence

from winnow.contracts.base import event_id_of
from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import Compared, FieldDecision, ReviewDecided
from winnow.lots import drawn
from winnow.records.moment import now
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_review.checking import check_fields, open_flags, stamped
from winnow_review.comparing import against_known, compare, compared_verdicts, merged
from winnow_review.desk import Desk
from winnow_review.events import change, recipe_of
from winnow_review.folding import Item, Write
from winnow_review.queue import Held
from winnow_review.settings import ReviewSettings
from winnow_review.sizing import check_size
from winnow_review.views import DecisionRequest


def submission(
    desk: Desk, held: Held, who: Principal, body: DecisionRequest, extraction: Extraction
) -> Write:
    """The event that the verdict is; ProblemError if it cannot be taken."""
    item = held.item
    if body.outcome == "reclassified" and body.recipe not in desk.recipes:
        raise ProblemError(422, "recipe_unknown", f"there is no recipe {body.recipe!r}")
    if body.outcome == "rejected" and not body.note.strip():
        raise ProblemError(422, "note_missing", "say in `note` why the document is rejected")
    noted = stamped(body.fields, item.request, extraction, who.name, now())
    fields = merged(item.fields, noted)
    if item.state == "disputed" and item.decided is not None:
        _check_settled(item, body, fields)
        fields = merged(item.decided.fields, fields)
    if body.outcome == "approved":
        _check_approval(desk, held, body, fields, extraction)
    else:
        fields = ()
    if item.state == "blind":
        return _opinion(held, who, body, fields, extraction)
    return _decision(desk, item, who, body, fields)


def _decision(
    desk: Desk, item: Item, who: Principal, body: DecisionRequest, fields: Sequence[FieldDecision]
) -> ReviewDecided:
    request, revision = item.request, item.revision + 1
    disputed = item.state == "disputed"
    again = not disputed and body.outcome != "reclassified"
    event = ReviewDecided(
        event_id=event_id_of("review", request.event_id, str(revision)),
        document_id=request.document_id,
        tenant=request.tenant,
        source=request.source,
        requested=str(request.event_id),
        reviewer=who.name,
        outcome=body.outcome,
        recipe=body.recipe if body.outcome == "reclassified" else request.recipe,
        fields=tuple(fields),
        note=body.note,
        revision=revision,
        signed_off=bool(body.outcome == "approved" and open_flags(request, fields)),
        adjudicated=disputed,
        read_again=again and _read_again(str(request.document_id), desk.settings),
    )
    check_size(event)
    return event


def _read_again(document_id: str, settings: ReviewSettings) -> bool:
    return drawn(f"{settings.review_seed}/again/{document_id}", settings.review_double_share)


def _opinion(
    held: Held,
    who: Principal,
    body: DecisionRequest,
    fields: Sequence[FieldDecision],
    extraction: Extraction,
) -> Write:
    item = held.item
    mine = body.recipe if body.outcome == "reclassified" else _verdict(item, body.outcome)
    if item.known:
        verdict = compared_verdicts(item.request.recipe, mine)
        values = against_known(extraction, item.known, fields)
        against = "known"
    else:
        assert item.decided is not None  # it was drawn when it was decided
        verdict = compared_verdicts(_verdict(item, item.decided.outcome), mine)
        values = compare(item.request, extraction, item.decided.fields, fields)
        against = "decision"
    told: tuple[Compared, ...] = (verdict, *values) if verdict.same else (verdict,)
    return change(
        held,
        who,
        "opinion",
        fields=tuple(fields),
        outcome=body.outcome,
        note=body.note,
        against=against,
        compared=told,
    )


def _verdict(item: Item, outcome: str) -> str | None:
    return item.request.recipe if outcome == "approved" else "rejected"


def _check_approval(
    desk: Desk,
    held: Held,
    body: DecisionRequest,
    fields: Sequence[FieldDecision],
    extraction: Extraction,
) -> None:
    check_fields(recipe_of(desk, held), extraction, fields)
    doubts = open_flags(held.item.request, fields)
    if doubts and not body.sign_off:
        told = "decide the values in doubt, or sign them off"
        raise ProblemError(409, "open_flags", told, doubts)


def _check_settled(item: Item, body: DecisionRequest, fields: Sequence[FieldDecision]) -> None:
    """What the readers disagree on must be decided by the adjudicator."""
    if body.outcome != "approved" or body.sign_off:
        return
    own = {(one.part, one.pointer) for one in fields}
    disputed = [
        one.pointer
        for one in item.opinions[-1].compared
        if not one.same and one.part != "recipe" and (one.part, one.pointer) not in own
    ]
    if disputed:
        told = "decide the values that the readers disagree on, or sign them off"
        raise ProblemError(409, "open_flags", told, disputed)
