"""/questions/{id}: the page on which a person answers a question, and what they do on it."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import TypeAdapter, ValidationError

from winnow.contracts.base import Record
from winnow.contracts.questions import Citation
from winnow.web.problems import ProblemError
from winnow_review.desk import OurDesk
from winnow_review.pages.entering import ReaderHere, ReviewerHere
from winnow_review.pages.leaving import go
from winnow_review.pages.opened import lease_of
from winnow_review.pages.questioning import last_decided, to_next
from winnow_review.pages.rendering import render
from winnow_review.pages.routing import PageRoute
from winnow_review.pages.sent import Sent, sent
from winnow_review.questions.opened import OpenedCase
from winnow_review.questions.views import AnswerRequest, Cited
from winnow_review.sheet.writing import cut, even, percent, shown

router = APIRouter(
    prefix="/questions/{question_id}", route_class=PageRoute, include_in_schema=False
)
OUTCOMES = {
    "answered": "answered",
    "not_in_documents": "not in the documents",
    "declined": "declined",
}
CITED = TypeAdapter(Cited)


class Standing(Record):
    """How a question stands; `holder` is who holds it, `mine` whether that is who asks."""

    revision: int
    state: Literal["open", "decided"]
    holder: str | None
    mine: bool


@router.get("")
async def show(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    question_id: UUID,
    last: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The page; looking takes no claim."""
    page = OpenedCase(await desk.questions.cases.look(who, str(question_id)), who)
    words: dict[str, Any] = {
        "cut": cut,
        "even": even,
        "outcomes": OUTCOMES,
        "percent": percent,
        "place": place,
        "shown": shown,
    }
    before = await last_decided(desk, who, last)
    return render(request, "question.html", who, page=page, last=before, **words)


@router.get("/standing.json")
async def standing(desk: OurDesk, question_id: UUID, who: ReaderHere) -> Standing:
    """How the question stands, so that a page that lies open can tell that it is out of date."""
    held = await desk.questions.cases.find(who, str(question_id))
    holder = held.lease.holder
    return Standing(
        revision=held.case.revision,
        state=held.case.state,
        holder=holder,
        mine=holder == who.name,
    )


@router.post("/claim")
async def claim(request: Request, desk: OurDesk, who: ReviewerHere, question_id: UUID) -> Response:
    """Take a question, to answer it."""
    await desk.questions.claim(who, str(question_id), lease_of(desk))
    return go(request, f"/questions/{question_id}")


@router.post("/release")
async def release(
    request: Request, desk: OurDesk, who: ReviewerHere, question_id: UUID
) -> Response:
    """Leave a question unanswered, for the list or for the next one."""
    form = await sent(request)
    if form.text("then") == "next":
        return await to_next(request, desk, who, leaving=str(question_id))
    await desk.questions.release(who, str(question_id))
    return go(request, "/questions")


@router.post("/reopen")
async def reopen(request: Request, desk: OurDesk, who: ReviewerHere, question_id: UUID) -> Response:
    """Go on with a question that was decided."""
    revision = (await sent(request)).revision
    await desk.questions.reopen(who, str(question_id), revision, lease_of(desk))
    return go(request, f"/questions/{question_id}")


@router.post("/decide")
async def decide(request: Request, desk: OurDesk, who: ReviewerHere, question_id: UUID) -> Response:
    """Answer, say that the documents do not, or decline; then the next question comes."""
    body = _decision(await sent(request))
    await desk.questions.decide(who, str(question_id), body)
    return await to_next(request, desk, who, last=str(question_id))


def place(one: Citation) -> str:
    """A citation as the form sends it."""
    told = {"document_id": str(one.document_id), "chunk": one.chunk}
    return json.dumps({**told, "start": one.start, "end": one.end})


def _decision(form: Sent) -> AnswerRequest:
    try:
        return AnswerRequest.model_validate(
            {
                "revision": form.revision,
                "outcome": form.text("outcome"),
                "text": form.text("text").replace("\r\n", "\n"),
                "citations": [CITED.validate_json(one) for one in form.texts("citation")],
                "note": form.text("note"),
                "uncited": form.text("uncited") == "yes",
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        told = f"{'.'.join(str(one) for one in first['loc']) or 'citation'}: {first['msg']}"
        raise ProblemError(422, "decision_invalid", told) from error
