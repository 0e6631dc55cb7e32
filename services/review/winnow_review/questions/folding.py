"""What a question's history makes of it. Pure.

The history is a set, as a document's is: escalations are ordered by the clock of `ask`, decisions
by the revision that they made. An answer that is changed is a second decision; the later counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from winnow.contracts.base import Event
from winnow.contracts.questions import QuestionDecided, QuestionEscalated

State = Literal["open", "decided"]


@dataclass(frozen=True, slots=True)
class Case:
    """A question on the desk.

    `decisions` are those on `request`, oldest first; `past` is all that happened, oldest first,
    with escalations of the same question that were answered before.
    """

    request: QuestionEscalated
    revision: int
    decisions: tuple[QuestionDecided, ...]
    past: tuple[QuestionEscalated | QuestionDecided, ...]

    @property
    def id(self) -> str:
        return str(self.request.document_id)

    @property
    def decided(self) -> QuestionDecided | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None

    @property
    def state(self) -> State:
        return "decided" if self.decisions else "open"


def fold(history: Iterable[Event]) -> Case | None:
    """The case, or None while nobody was asked.

    The revision is the number of escalations and decisions, less one: it rises with each and is
    the same after a rebuild.
    """
    events = list({event.event_id: event for event in history}.values())
    requests = [event for event in events if isinstance(event, QuestionEscalated)]
    if not requests:
        return None
    requests.sort(key=lambda one: (one.occurred_at, str(one.event_id)))
    decisions = [event for event in events if isinstance(event, QuestionDecided)]
    decisions.sort(key=lambda one: (one.revision, one.occurred_at))
    past: list[QuestionEscalated | QuestionDecided] = []
    for request in requests:
        own = [one for one in decisions if one.requested == str(request.event_id)]
        past += [request, *own]
    return Case(requests[-1], len(past) - 1, tuple(own), tuple(past))
