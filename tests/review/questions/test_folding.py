"""A case is what its history makes of it, in whatever order and however often it comes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.contracts.base import Event
from winnow.contracts.questions import QuestionDecided, QuestionEscalated
from winnow_review.questions.folding import fold

ASKED = QuestionEscalated.model_validate(
    {
        "document_id": uuid4(),
        "question": "How long?",
        "standalone": "How long?",
        "asker": "zoe",
        "reasons": ("unsure",),
        "due_at": "2030-01-01T00:00:00Z",
    }
)


def again(event: QuestionEscalated) -> QuestionEscalated:
    later = event.occurred_at + timedelta(hours=1)
    return event.model_copy(update={"event_id": uuid4(), "occurred_at": later})


def decided(event: QuestionEscalated, revision: int, text: str = "Long.") -> QuestionDecided:
    return QuestionDecided(
        document_id=event.document_id,
        requested=str(event.event_id),
        reviewer="ann",
        outcome="answered",
        text=text,
        revision=revision,
    )


def test_a_decision_alone_is_no_case() -> None:
    assert fold([decided(ASKED, 1)]) is None


def test_the_later_decision_stands_and_both_are_kept() -> None:
    case = fold([decided(ASKED, 2, "Longer."), ASKED, decided(ASKED, 1)])
    assert case is not None
    assert (case.state, case.revision) == ("decided", 2)
    assert case.decided is not None
    assert case.decided.text == "Longer."
    assert [one.text for one in case.decisions] == ["Long.", "Longer."]


def test_a_question_that_is_escalated_anew_is_open_and_its_past_is_kept() -> None:
    first = decided(ASKED, 1)
    second = again(ASKED)
    case = fold([second, first, ASKED])
    assert case is not None
    assert (case.state, case.revision, case.decided) == ("open", 2, None)
    assert case.past == (ASKED, first, second)


HISTORY: list[Event] = [ASKED, decided(ASKED, 1), again(ASKED)]
HISTORY.append(decided(again(ASKED), 9))  # of an escalation that never came: left out


@settings(deadline=None)  # on a busy machine time says nothing
@given(
    st.lists(st.sampled_from(HISTORY), max_size=4).flatmap(
        lambda more: st.permutations(HISTORY + more)
    )
)
def test_order_and_repeats_change_nothing(events: list[Any]) -> None:
    assert fold(events) == fold(HISTORY)
