"""GET /: the queue of documents, and the way to the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from winnow.records.moment import now
from winnow.security.keys import Principal, Role
from winnow_review import writing
from winnow_review.desk import Desk, OurDesk
from winnow_review.ordering import Sought, State
from winnow_review.pages.choosing import remember
from winnow_review.pages.entering import ReaderHere, ReviewerHere, StewardHere
from winnow_review.pages.leaving import go, to_next
from winnow_review.pages.opened import last_decided
from winnow_review.pages.rendering import render
from winnow_review.pages.routing import PageRoute
from winnow_review.pages.sent import sent
from winnow_review.pages.spans import due, span
from winnow_review.questions.ordering import Sought as Questions
from winnow_review.queue import oversees
from winnow_review.sheet.writing import cut, shown

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 50  # documents
WHY: Final = 120  # characters of a reason
STATES: Final[dict[str, str]] = {
    "pending": "Waiting",
    "disputed": "Disputed",
    "decided": "Decided",
    "rework": "Being read anew",
}
Recipe = Annotated[str, Query(pattern="^([a-z][a-z0-9_]{0,62})?$")]


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the queue, in words."""

    id: str
    file_name: str
    recipe: str
    state: str
    at_stake: str
    why: str
    due: str
    overdue: bool
    age: str
    holder: str | None
    mine: bool
    assigned_to: str | None

    @property
    def others(self) -> bool:
        """Whether somebody else is at it."""
        return self.holder is not None and not self.mine


@router.get("/")
async def show_queue(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    state: State = "pending",
    recipe: Recipe = "",
    order: Literal["risk", "learning"] = "risk",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    last: Annotated[str, Query(max_length=100)] = "",
    empty: bool = False,
) -> Response:
    """The queue; nothing is claimed by looking."""
    sought = Sought(state, recipe or None, order, PAGE, offset)
    rows, total = await desk.order.page(who, sought)
    lines = [_line(row, who, now()) for row in rows]
    held = await desk.order.held(who)
    told: dict[str, Any] = {
        "counts": await _counts(desk, who, sought, total),
        "empty": empty,
        "held": [_line(row, who, now()) for row in held],
        "last": await last_decided(desk, who, last),
        "lines": lines,
        "may_assign": not who.roles.isdisjoint({Role.OPERATOR, Role.ADJUDICATOR}),
        "may_decide": not oversees(who),
        "questions": await desk.questions.order.count(who, Questions()),
        "recipes": desk.recipes,
        "sought": sought,
        "states": STATES,
        "total": total,
    }
    answer = render(request, "queue.html", who, **told)
    remember(answer, sought.recipe, order)
    return answer


@router.post("/next")
async def next_document(request: Request, desk: OurDesk, who: ReviewerHere) -> Response:
    """Claim the document that comes next, and go there."""
    return await to_next(request, desk, who)


@router.post("/documents/{document_id}/assign")
async def assign(request: Request, desk: OurDesk, who: StewardHere, document_id: UUID) -> Response:
    """Leave a document to one reviewer, or to all again."""
    name = (await sent(request)).text("reviewer").strip()[:200]
    await writing.assign(desk, who, str(document_id), name or None)
    return go(request, "/")


def _line(row: Mapping[str, Any], who: Principal, at: datetime) -> Line:
    asked = row["requested"]
    holder = row["claimed_by"]
    return Line(
        id=row["document_id"],
        file_name=shown(row["file_name"]),
        recipe=row["recipe"] or "unknown",
        state=STATES.get(row["state"], row["state"]),
        at_stake=f"{row['score']:.1f}",
        why=cut(shown(asked.reasons[0]), WHY) if asked.reasons else "",
        due=due(row["due_at"], at),
        overdue=row["due_at"] <= at and row["state"] in ("pending", "disputed"),
        age=span(at - row["created_at"]),
        holder=holder,
        mine=holder == who.name,
        assigned_to=row["assigned_to"],
    )


async def _counts(desk: Desk, who: Principal, sought: Sought, total: int) -> dict[State, int]:
    """How many documents each tab has, of which one is counted; disputes are the adjudicators'."""
    states: list[State] = ["pending", "decided"]
    if Role.ADJUDICATOR in who.roles or oversees(who):
        states.insert(1, "disputed")
    return {
        one: total
        if one == sought.state
        else await desk.order.count(who, replace(sought, state=one))
        for one in states
    }
