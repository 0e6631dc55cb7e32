"""Which values in doubt a reviewer has left open."""

from uuid import uuid4

import pytest

from winnow.contracts.evidence import Summary
from winnow.contracts.reviews import FieldDecision, ReviewRequested
from winnow.testing.sources import BLOB, START, source_of
from winnow_review.checking import open_flags


def request(*doubtful: str) -> ReviewRequested:
    return ReviewRequested(
        document_id=uuid4(),
        source=source_of(),
        recipe="receipt",
        extraction=BLOB,
        summary=Summary(),
        reasons=(),
        doubtful=doubtful,
        rule="r",
        due_at=START,
    )


@pytest.mark.parametrize(
    ("doubtful", "decided", "left"),
    [
        (["/total", "/date"], [("/total", "confirm")], ["/date"]),
        (["/items"], [("/items/0/name", "correct")], []),
        (["/items/0/name", "/items/1/name"], [("/items/0", "clear")], ["/items/1/name"]),
        (["/items/0/price/net"], [("/items/0", "clear")], []),
        (["/items/10/name"], [("/items/1", "clear")], ["/items/10/name"]),
        (["/total"], [], ["/total"]),
    ],
)
def test_a_flag_is_closed_by_its_value_its_row_or_its_lists_rows(
    doubtful: list[str], decided: list[tuple[str, str]], left: list[str]
) -> None:
    fields = [
        FieldDecision.model_validate({"pointer": at, "action": action}) for at, action in decided
    ]
    assert open_flags(request(*doubtful), fields) == left


def test_a_decision_on_the_summary_closes_no_field() -> None:
    about = FieldDecision(pointer="/0", action="confirm", part="summary")
    assert open_flags(request("/0"), [about]) == ["/0"]
