"""What the benchmark calls right, and what it calls a coincidence."""

import pytest
from bench.grounding.truth import Printed, Scalar


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("Acme  Ltd", "ACME LTD", 1),
        ("Acme-Ltd.", "Acme Ltd", 1),
        ("Acmeland", "Acme", 0),
        ("9.00 and 19.00", "9.00", 1),
        ("9.001", "9.00", 0),
        ("1.234,50", 1234.5, 1),
        ("-5.00", 5.0, 0),
        ("(5.00)", -5.0, 1),
        ("on 16.02.2026", 16.0, 0),
        ("on 16 Feb 2026", "2026-02-16", 1),
        ("nothing", None, 0),
        ("true", True, 0),
    ],
)
def test_the_places_of_a_value_are_told_by_plain_rules(
    text: str, value: Scalar, places: int
) -> None:
    assert len(Printed(text).literal(value)) == places


@pytest.mark.parametrize(
    ("text", "value", "stands"),
    [
        ("paid 5,00", "RM 5.00", True),
        ("paid 5,01", "RM 5.00", False),
        ("12-FEB-18", "12/02/2018", True),
        ("13-FEB-18", "12/02/2018", False),
        ("all in €", "EUR", True),
        ("house 5", "NO 5 JALAN", False),
    ],
)
def test_what_the_document_says_in_another_way_is_no_invention(
    text: str, value: str, stands: bool
) -> None:
    assert Printed(text).stands(value) is stands
