"""GET /questions: the questions that wait, and the way to the next one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from winnow.records.moment import now
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_review.desk import Desk, OurDesk
from winnow_review.pages.entering import ReaderHere, ReviewerHere
from winnow_review.pages.leaving import go
from winnow_review.pages.opened import lease_of
from winnow_review.pages.rendering import render
from winnow_review.pages.routing import PageRoute
from winnow_review.pages.spans import due, span
from winnow_review.questions.folding import State
from winnow_review.questions.opened import OpenedCase
from winnow_review.questions.ordering import Listed, Sought
from winnow_review.queue import oversees
from winnow_review.sheet.writing import cut, shown

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 50  # questions
LONG: Final = 160  # characters of a question or a reason
STATES: Final[dict[State, str]] = {"open": "Waiting", "decided": "Decided"}
Only = Literal["", "overdue", "mine"]


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the queue, in words."""

    id: str
    question: str
    why: str
    asker: str
    due: str
    overdue: bool
    age: str
    holder: str | None
    mine: bool


@router.get("/questions")
async def show_questions(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    state: State = "open",
    only: Only = "",
    asker: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    last: Annotated[str, Query(max_length=100)] = "",
    empty: bool = False,
) -> Response:
    """The questions; nothing is claimed by looking."""
    narrowed = {"overdue": only == "overdue", "mine": only == "mine"}
    sought = Sought(state, asker or None, **narrowed, limit=PAGE, offset=offset)
    found, total = await desk.questions.order.page(who, sought)
    told: dict[str, Any] = {
        "counts": await _counts(desk, who, sought, total),
        "empty": empty,
        "last": await last_decided(desk, who, last),
        "lines": [_line(one, who, now()) for one in found],
        "may_decide": not oversees(who),
        "only": only,
        "sought": sought,
        "states": STATES,
        "total": total,
    }
    return render(request, "questions.html", who, cut=cut, shown=shown, **told)


@router.post("/questions/next")
async def next_question(request: Request, desk: OurDesk, who: ReviewerHere) -> Response:
    """Claim the question that is due first, and go there."""
    return await to_next(request, desk, who)


async def to_next(
    request: Request,
    desk: Desk,
    who: Principal,
    *,
    last: str | None = None,
    leaving: str | None = None,
) -> Response:
    """Claim the next question and go there; the one that is left is held until it is found."""
    found = await desk.questions.order.next(who, lease_of(desk))
    if leaving is not None:
        await desk.questions.release(who, leaving)
    after = f"?last={last}" if last else ""
    return go(
        request, f"/questions/{found}{after}" if found else f"/questions{after or '?empty=1'}"
    )


async def last_decided(desk: Desk, who: Principal, question: str) -> OpenedCase | None:
    """The question that was decided just before, while this person can take its decision back."""
    try:
        held = await desk.questions.cases.find(who, str(UUID(question)))
    except (ValueError, ProblemError):  # no question, somebody else's, or gone
        return None
    page = OpenedCase(held, who)
    return page if page.reopenable else None


def _line(one: Listed, who: Principal, at: datetime) -> Line:
    asked, holder = one.request, one.lease.holder
    return Line(
        id=str(asked.document_id),
        question=cut(shown(asked.standalone), LONG),
        why=cut(shown(asked.reasons[0]), LONG) if asked.reasons else "",
        asker=shown(asked.asker),
        due=due(asked.due_at, at),
        overdue=asked.due_at <= at and one.state == "open",
        age=span(at - asked.occurred_at),
        holder=holder,
        mine=holder == who.name,
    )


async def _counts(desk: Desk, who: Principal, sought: Sought, total: int) -> dict[State, int]:
    """How many questions each tab has, of which one is counted."""
    return {
        one: total
        if one == sought.state
        else await desk.questions.order.count(who, replace(sought, state=one))
        for one in STATES
    }
