"""When two readings of a field say the same."""

import pytest

from winnow.layout import Reading, agreement


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (9.0, 9.001),
        ("NO.12, JALAN PERMAS 10", "no. 12 jalan permas 10,"),
        ("BOOK TALK SDN BHD", "BOOK TALK SDN BND"),
        ("2018-12-25", "2018-12-25"),
        (True, True),
    ],
)
def test_the_same_in_another_spelling_agrees(value: object, other: object) -> None:
    assert agreement(value, Reading(other, 0.9)) == "agrees"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (9.0, 9.01),
        ("NO.12, JALAN PERMAS 10", "NO.14, JALAN PERMAS 10"),
        ("ACME", "ACNE"),
        ("2018-12-25", "2018-12-26"),
        ("12", 12.0),
        (None, "x"),
        ("---", "..."),
        (True, 1.0),
    ],
)
def test_another_value_differs(value: object, other: object) -> None:
    assert agreement(value, Reading(other, 0.9)) == "differs"  # type: ignore[arg-type]


def test_without_a_reading_it_is_silent() -> None:
    assert agreement("x", None) == "silent"
