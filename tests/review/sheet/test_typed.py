"""What people type, and how it is read."""

from typing import Any

import pytest

from winnow_review.sheet.typed import UnreadableError, typed

NUMBER, WHOLE, FLAG = {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
DATE = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.50", 12.5),
        ("12,50", 12.5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1 234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234", 1.234),
        ("-3", -3.0),
        ("\u22123,5", -3.5),
        ("(12.50)", -12.5),
        ("0,125", 0.125),
        (".5", 0.5),
        ("١٢", 12.0),
        ("\uff11\uff12\uff0e\uff15", 12.5),
    ],
)
def test_numbers_are_read_with_a_comma_or_a_point(text: str, value: float) -> None:
    assert typed(text, NUMBER).value == value


@pytest.mark.parametrize(
    "text",
    ["1,234", "12.50 EUR", "1.2.3", "1,23,4", "twelve", "1e5", "inf", "nan", "--", "9" * 400],
)
def test_numbers_that_could_be_two_things_or_none_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        typed(text, NUMBER)


def test_what_a_comma_might_mean_is_asked() -> None:
    with pytest.raises(UnreadableError, match=r"is it 1234 or 1\.234"):
        typed("1,234", NUMBER)


@pytest.mark.parametrize(
    ("text", "value"), [("1,234", 1234), ("1.234", 1234), ("12", 12), ("-1 000", -1000)]
)
def test_whole_numbers_may_have_thousands_marked(text: str, value: int) -> None:
    found = typed(text, WHOLE).value
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize("text", ["1.5", "12,3456"])
def test_a_whole_number_has_no_fraction(text: str) -> None:
    with pytest.raises(UnreadableError):
        typed(text, WHOLE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-02-03", "2026-02-03"),
        ("3.2.2026", "2026-02-03"),
        ("03/02/26", "2026-02-03"),
        ("12/31/2025", "2025-12-31"),
        ("31-12-99", "1999-12-31"),
    ],
)
def test_dates_are_day_first_unless_that_cannot_be(text: str, value: str) -> None:
    assert typed(text, DATE).value == value


@pytest.mark.parametrize("text", ["31.2.2026", "2026-13-01", "yesterday", "1.2.3", "1.1.0000"])
def test_days_that_there_are_not_are_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        typed(text, DATE)


@pytest.mark.parametrize(
    ("text", "schema", "heard"),
    [
        ("3.2.2026", DATE, "read as 3 February 2026"),
        ("1.234,50", NUMBER, "read as 1234.5"),
        ("12.50", NUMBER, None),
        ("2026-02-03", DATE, None),
    ],
)
def test_it_is_told_how_a_value_was_read_where_that_is_not_plain(
    text: str, schema: dict[str, Any], heard: str | None
) -> None:
    assert typed(text, schema).heard == heard


def test_nothing_is_no_value() -> None:
    with pytest.raises(UnreadableError, match="use Clear"):
        typed("  ", {"type": "string"})


def test_flags_choices_and_forms_are_kept_to() -> None:
    assert typed("Yes", FLAG).value is True
    assert typed("no", FLAG).value is False
    assert typed("EUR", {"type": "string", "pattern": "^[A-Z]{3}$"}).value == "EUR"
    for text, schema in (
        ("maybe", FLAG),
        ("c", {"type": "string", "enum": ["a", "b"]}),
        ("euro", {"type": "string", "pattern": "^[A-Z]{3}$"}),
        ("abc", {"type": "string", "maxLength": 2}),
    ):
        with pytest.raises(UnreadableError):
            typed(text, schema)
