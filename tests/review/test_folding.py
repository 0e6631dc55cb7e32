"""What a document's history makes of it, whatever order it is read in."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.evidence import Summary
from winnow.contracts.reviews import Compared, ReviewChanged, ReviewDecided, ReviewRequested
from winnow.testing.sources import BLOB, START, source_of
from winnow_review.folding import Item, blinded, fold

DOCUMENT = uuid4()
SOURCE = source_of()
REQUEST = ReviewRequested(
    document_id=DOCUMENT,
    occurred_at=START,
    source=SOURCE,
    recipe="receipt",
    extraction=BLOB,
    summary=Summary(),
    reasons=(),
    rule="r",
    due_at=START,
)
TOTAL = {"pointer": "/total", "action": "correct", "value": 12.5}
DATE = {"pointer": "/date", "action": "confirm", "value": "2026-01-01"}


def wrote(revision: int, change: str, by: str = "ann", **told: Any) -> ReviewChanged:
    fields = {"requested": str(REQUEST.event_id), "revision": revision, "change": change, **told}
    at = START + timedelta(seconds=revision)
    envelope = {"document_id": DOCUMENT, "reviewer": by, "occurred_at": at}
    return ReviewChanged.model_validate({**envelope, **fields})


def decided(revision: int, by: str = "ann", **told: Any) -> ReviewDecided:
    return ReviewDecided(
        document_id=DOCUMENT,
        occurred_at=START + timedelta(seconds=revision),
        source=SOURCE,
        requested=str(REQUEST.event_id),
        reviewer=by,
        outcome="approved",
        revision=revision,
        **told,
    )


def opinion(revision: int, *, same: bool, by: str = "bob") -> ReviewChanged:
    seen = Compared(pointer="/total", first=1.0, second=1.0 if same else 2.0, same=same)
    return wrote(revision, "opinion", by, outcome="approved", compared=(seen,))


def item(*events: Event) -> Item:
    found = fold([REQUEST, *events])
    assert found is not None
    return found


def test_nobody_is_asked_of_a_document_without_a_request() -> None:
    assert fold([decided(1)]) is None


def test_what_was_noted_last_of_a_value_counts() -> None:
    first = wrote(1, "noted", fields=[TOTAL, DATE])
    second = wrote(2, "noted", fields=[{**TOTAL, "value": 13.0}])
    found = item(first, second)
    assert [(one.pointer, one.value) for one in found.fields] == [
        ("/total", 13.0),
        ("/date", "2026-01-01"),
    ]
    assert found.revision == 2


def test_what_is_undone_is_as_if_it_had_not_been_but_for_the_revision() -> None:
    first = wrote(1, "noted", fields=[TOTAL])
    second = wrote(2, "noted", fields=[{**TOTAL, "value": 13.0}])
    found = item(first, second, wrote(3, "undone", undoes=str(second.event_id)))
    assert (found.fields[0].value, found.revision) == (12.5, 3)


def test_a_reopened_document_waits_with_its_fields_which_can_be_undone() -> None:
    done = decided(1, fields=(TOTAL,))
    again = wrote(2, "reopened")
    found = item(done, again)
    assert (found.state, found.decided) == ("pending", None)
    assert found.fields[0].value == 12.5
    undone = item(done, again, wrote(3, "undone", undoes=str(again.event_id)))
    assert undone.fields == ()


def test_a_document_that_was_drawn_waits_for_a_second_reader_who_sees_nothing() -> None:
    found = item(wrote(1, "noted", fields=[TOTAL]), decided(2, fields=(TOTAL,), read_again=True))
    assert found.state == "blind"
    assert found.readers == {"ann"}
    seen = blinded(found)
    assert (seen.state, seen.fields, seen.decided) == ("pending", (), None)


def test_readers_who_agree_leave_the_decision_and_who_do_not_make_a_dispute() -> None:
    drawn = decided(1, read_again=True)
    assert item(drawn, opinion(2, same=True)).state == "decided"
    disputed = item(drawn, opinion(2, same=False))
    assert disputed.state == "disputed"
    assert disputed.readers == {"ann", "bob"}
    settled = item(drawn, opinion(2, same=False), decided(3, "eve", adjudicated=True))
    assert settled.state == "decided"


def test_a_seeded_document_is_shown_blind_and_never_disputed() -> None:
    seeded = wrote(2, "seeded", "op", fields=[TOTAL])
    assert item(decided(1), seeded).state == "blind"
    assert item(decided(1), seeded, opinion(3, same=False)).state == "decided"


def test_a_document_that_is_read_anew_is_not_to_be_decided() -> None:
    newer = SOURCE.model_copy(update={"submitted_at": START + timedelta(hours=1)})
    parsed = DocumentParsed(document_id=DOCUMENT, source=newer, characters=1, chunks=1, seconds=1)
    assert item(parsed).state == "rework"
    asked = REQUEST.model_copy(
        update={"event_id": uuid4(), "occurred_at": START + timedelta(hours=2), "source": newer}
    )
    found = fold([REQUEST, parsed, asked])
    assert found is not None
    assert (found.state, found.request.event_id) == ("pending", asked.event_id)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_any_order_and_any_repeats_make_the_same_of_a_history(seed: int) -> None:
    first = wrote(1, "noted", fields=[TOTAL])
    history: list[Event] = [
        REQUEST,
        first,
        wrote(2, "undone", undoes=str(first.event_id)),
        wrote(3, "noted", fields=[DATE]),
        decided(4, fields=(DATE,), read_again=True),
        opinion(5, same=False),
        decided(6, "eve", adjudicated=True),
        wrote(7, "reopened", "eve"),
        wrote(8, "noted", "eve", fields=[TOTAL]),
    ]
    random = Random(seed)
    shuffled = [*history, *random.choices(history, k=4)]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)
