"""What a document's history makes of it. Pure.

The history is a set: events may come in any order and more than once, and what follows is the same.
Requests and results are ordered by route's clock, writes of the desk by the revision they made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import FieldDecision, ReviewChanged, ReviewDecided, ReviewRequested

State = Literal["pending", "blind", "disputed", "decided", "rework"]
Write = ReviewChanged | ReviewDecided


@dataclass(frozen=True, slots=True)
class Item:
    """A document on the desk.

    `pending`: somebody must decide. `blind`: it is decided, and one more reader is asked, who must
    not know. `disputed`: that reader disagrees; an adjudicator must decide. `decided`: nobody is
    needed. `rework`: the document is being read anew, a new request or a result will come.
    `noted` are the writes of the round under way that may be undone, oldest first. `known` are the
    right answers of a seeded document. `opinions` are the blind readings since the decision.
    """

    request: ReviewRequested
    state: State = "pending"
    revision: int = 0
    noted: tuple[ReviewChanged, ...] = ()
    decided: ReviewDecided | None = None
    opinions: tuple[ReviewChanged, ...] = ()
    known: tuple[FieldDecision, ...] = ()
    assigned_to: str | None = None

    @property
    def fields(self) -> tuple[FieldDecision, ...]:
        """What was decided in the round under way: of each value the last word."""
        last = {(one.part, one.pointer): one for write in self.noted for one in write.fields}
        return tuple(last.values())

    @property
    def readers(self) -> frozenset[str]:
        """Who has read the document to the end, and so may not read it blind."""
        decided = {self.decided.reviewer} if self.decided else set()
        return frozenset(decided | {one.reviewer for one in self.opinions})


def fold(history: Iterable[Event]) -> Item | None:
    """The item, or None while nobody was asked."""
    events = list({event.event_id: event for event in history}.values())
    requests = [event for event in events if isinstance(event, ReviewRequested)]
    if not requests:
        return None
    request = max(requests, key=lambda one: (one.occurred_at, str(one.event_id)))
    writes = [event for event in events if isinstance(event, Write)]
    own = [one for one in writes if one.requested == str(request.event_id)]
    item = Item(request)
    for write in sorted(own, key=lambda one: (one.revision, one.occurred_at)):
        item = _after(item, write)
    if item.state != "decided" and any(_overtakes(event, request) for event in events):
        item = replace(item, state="rework")
    return replace(item, revision=len(requests) + len(writes) - 1)


def _overtakes(event: Event, request: ReviewRequested) -> bool:
    """Whether the document was read anew, or accepted, since the request."""
    if isinstance(event, DocumentParsed):
        return event.source.submitted_at > request.source.submitted_at
    if isinstance(event, ResultCompleted):
        return event.outcome == "accepted" and event.occurred_at >= request.occurred_at
    return False


def _after(item: Item, write: Write) -> Item:
    if isinstance(write, ReviewDecided):
        again = write.read_again and not write.adjudicated
        return replace(item, state="blind" if again else "decided", decided=write, noted=())
    match write.change:
        case "noted":
            return replace(item, noted=(*item.noted, write))
        case "undone":
            left = tuple(one for one in item.noted if str(one.event_id) != write.undoes)
            return replace(item, noted=left)
        case "assigned":
            return replace(item, assigned_to=write.assigned_to)
        case "seeded":
            return replace(item, state="blind", known=write.fields, noted=())
        case "opinion":
            return _with_opinion(item, write)
        case "reopened":
            return _reopened(item, write)


def _with_opinion(item: Item, write: ReviewChanged) -> Item:
    disputed = not item.known and not all(one.same for one in write.compared)
    return replace(
        item,
        state="disputed" if disputed else "decided",
        opinions=(*item.opinions, write),
        noted=(),
        known=(),
    )


def _reopened(item: Item, write: ReviewChanged) -> Item:
    """The decision's fields are as if they had just been noted, in a write that can be undone."""
    kept = item.decided.fields if item.decided else ()
    noted = (write.model_copy(update={"change": "noted", "fields": kept}),) if kept else ()
    return replace(item, state="pending", decided=None, noted=noted, known=(), opinions=())


def blinded(item: Item) -> Item:
    """The item as a blind reader sees it: like one that nobody has decided."""
    return replace(item, state="pending", decided=None, opinions=(), known=())
