"""What a person may do to a question, and the event that their decision is. Pure."""

from winnow.contracts.base import event_id_of
from winnow.contracts.questions import QuestionDecided
from winnow.security.keys import Principal, Role
from winnow.web.problems import ProblemError
from winnow_review.questions.cases import HeldCase
from winnow_review.questions.citing import citations_of
from winnow_review.questions.views import AnswerRequest
from winnow_review.sizing import check_size


def decision(held: HeldCase, who: Principal, body: AnswerRequest) -> QuestionDecided:
    """The event; ProblemError 409, 422 or 413 if the decision cannot be taken."""
    if held.case.state == "decided" and not may_change(held, who):
        raise ProblemError(409, "already_decided", "the question has been answered")
    held.lease.refuse_others(who)
    refuse_stale(held, body.revision)
    request, revision = held.case.request, held.case.revision + 1
    answered = body.outcome == "answered"
    citations = citations_of(request, body.citations) if answered else ()
    _check_told(body, cites=bool(citations))
    event = QuestionDecided(
        event_id=event_id_of("question-review", request.event_id, str(revision)),
        document_id=request.document_id,
        tenant=request.tenant,
        requested=str(request.event_id),
        reviewer=who.name,
        outcome=body.outcome,
        text=body.text.strip() if answered else "",
        citations=citations,
        note=body.note,
        revision=revision,
    )
    check_size(event)
    return event


def refuse_decided(held: HeldCase, who: Principal) -> None:
    """A decided question is taken by reopening it; whoever has may hold it longer."""
    if held.case.state == "decided" and held.lease.holder != who.name:
        raise ProblemError(409, "already_decided", "the question has been answered")


def refuse_reopening(held: HeldCase, who: Principal, revision: int) -> None:
    """Refuse to take back what is not decided, by somebody who may not, or unseen."""
    if held.case.decided is None:
        raise ProblemError(409, "not_decided", "the question is not answered yet")
    if not may_change(held, who):
        raise ProblemError(403, "forbidden", "only its reviewer or an adjudicator may reopen it")
    refuse_stale(held, revision)


def may_change(held: HeldCase, who: Principal) -> bool:
    """Whether somebody may decide anew: who decided, and adjudicators."""
    decided = held.case.decided
    own = decided is not None and decided.reviewer == who.name and Role.REVIEWER in who.roles
    return own or Role.ADJUDICATOR in who.roles


def refuse_stale(held: HeldCase, revision: int) -> None:
    """Refuse what was decided on looking at something older."""
    if held.case.revision != revision:
        told = f"the question is at revision {held.case.revision}; look at it again"
        raise ProblemError(409, "stale_revision", told)


def _check_told(body: AnswerRequest, *, cites: bool) -> None:
    if body.outcome == "answered" and not body.text.strip():
        raise ProblemError(422, "answer_missing", "write the answer in `text`")
    if body.outcome == "answered" and not cites and not body.uncited:
        told = "cite the passage that bears the answer out, or say that none does (`uncited`)"
        raise ProblemError(409, "citation_missing", told)
    if body.outcome == "declined" and not body.note.strip():
        raise ProblemError(422, "note_missing", "say in `note` why the question is declined")
