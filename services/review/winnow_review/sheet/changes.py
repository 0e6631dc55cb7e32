"""What happened to a document, line by line. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from winnow.contracts.base import Event
from winnow.contracts.evidence import Extraction
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import FieldDecision, ReviewChanged, ReviewDecided, ReviewRequested
from winnow_review.sheet.telling import DONE, REASONS, quoted
from winnow_review.sheet.writing import shown, written

WRITES = {
    "noted": "decided values",
    "undone": "took back",
    "assigned": "assigned it",
    "reopened": "reopened it",
    "seeded": "put it among the known-answer documents",
    "opinion": "read it blind",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A value before and after, by its JSON Pointer."""

    pointer: str
    action: str
    before: str
    after: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Who did what, when; `person` is false for Winnow itself."""

    at: datetime
    actor: str
    what: str
    edits: tuple[Edit, ...] = ()
    note: str = ""
    person: bool = True


def changes_of(events: Iterable[Event], extraction: Extraction) -> tuple[Change, ...]:
    """The history, newest first."""
    known = {event.event_id: event for event in events}
    lines = [line for event in known.values() for line in _change(event, extraction)]
    return tuple(sorted(lines, key=lambda one: one.at, reverse=True))


def _change(event: Event, extraction: Extraction) -> Iterator[Change]:
    match event:
        case ReviewRequested():
            yield Change(event.occurred_at, "Winnow", "asked for a review", person=False)
        case ResultCompleted():
            yield Change(event.occurred_at, "Winnow", "accepted it unseen", person=False)
        case ReviewDecided():
            what = event.outcome + (" and signed off" if event.signed_off else "")
            yield _by(event, what, event.fields, extraction)
        case ReviewChanged():
            yield _by(event, _what(event), event.fields, extraction)


def _what(event: ReviewChanged) -> str:
    if event.change == "assigned":
        return f"assigned it to {shown(event.assigned_to)}" if event.assigned_to else "freed it"
    return WRITES[event.change]


def _by(
    event: ReviewChanged | ReviewDecided,
    what: str,
    fields: tuple[FieldDecision, ...],
    extraction: Extraction,
) -> Change:
    edits = tuple(_edit(one, extraction) for one in fields)
    return Change(event.occurred_at, shown(event.reviewer), what, edits, shown(event.note))


def _edit(one: FieldDecision, extraction: Extraction) -> Edit:
    leaf = extraction.leaves.get(one.pointer) if one.part == "field" else None
    return Edit(
        pointer=one.pointer if one.part == "field" else f"{one.part} {one.pointer}",
        action=DONE[one.action],
        before=_short(written(leaf.value) if leaf else ""),
        after=_short(written(one.value)),
        reason=REASONS[one.reason] if one.reason else None,
    )


def _short(text: str) -> str:
    return quoted(text) if text else "nothing"
