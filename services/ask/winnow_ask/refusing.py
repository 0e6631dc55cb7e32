"""Who may do what with a question, and which answers of people still count. Pure."""

from uuid import UUID

from winnow.contracts.questions import QuestionDecided
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_ask.turn import Opening, Turn


def own(turn: Turn | None, who: Principal, id_: UUID) -> Turn:
    """The question, if they asked it; ProblemError 404 `question_unknown`."""
    if turn is None or (turn.opening.tenant, turn.opening.asker) != (who.tenant, who.name):
        raise ProblemError(404, "question_unknown", f"you asked no question {id_}")
    return turn


def answered(turn: Turn) -> Turn:
    """The question, if there is something to judge; ProblemError 409 `not_ready`."""
    if turn.state in ("asking", "erased"):
        raise ProblemError(409, "not_ready", f"the question is {turn.state}")
    return turn


def refuse_other(known: Opening, opening: Opening) -> None:
    """ProblemError 409 `question_id_taken` where an id is another question's."""
    same = (known.tenant, known.asker, known.question) == (
        opening.tenant,
        opening.asker,
        opening.question,
    )
    if not same:
        raise ProblemError(
            409, "question_id_taken", "this id is another question's; take a new one"
        )


def is_new(turn: Turn, event: QuestionDecided) -> bool:
    """Whether it answers the last request, and nothing newer did."""
    asked = turn.opening.tenant, turn.escalation
    if turn.state == "erased" or (event.tenant, event.requested) != asked:
        return False
    known = turn.decision
    if known is None or known.requested != event.requested:
        return True
    return event.revision > known.revision
