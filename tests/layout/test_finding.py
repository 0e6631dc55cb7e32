"""What could be a field's value, as it is printed."""

import pytest

from winnow.evaluation.given import given_document
from winnow.layout.amounts import find_amounts
from winnow.layout.candidates import Candidate
from winnow.layout.context import Context
from winnow.layout.days import days_in
from winnow.layout.page import Layout, layout_of
from winnow.layout.runs import find_cells, find_runs
from winnow.layout.spelling import respelt
from winnow.layout.terms import find_codes, find_durations, find_known


def layout(text: str) -> Layout:
    return layout_of(given_document(text))


def values(found: list[Candidate]) -> list[object]:
    return [candidate.value for candidate in found]


@pytest.mark.parametrize(
    ("printed", "amounts"),
    [
        ("Total RM9.00", [9.0]),
        ("Summe 1.234,50 EUR", [1234.5]),
        ("1,234.50 and 1 234,50", [1234.5, 1234.5]),
        ("(12.50)", [-12.5]),
        ("Discount -0.50", [-0.5]),
        ("2.500 kg", [2.5, 2500.0]),
        ("25/12/2018 12:30 07-3523888 AB12", []),
    ],
)
def test_amounts_are_found_as_printed(printed: str, amounts: list[float]) -> None:
    page = layout(printed)
    assert values(find_amounts(page, Context(page))) == amounts


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("25/12/2018", ["2018-12-25"]),
        ("04/05/18", ["2018-05-04", "2018-04-05"]),
        ("05 MAR 2018 18:24", ["2018-03-05"]),
        ("April 18th, 2001", ["2001-04-18"]),
        ("31st day of December, 1999", ["1999-12-31"]),
        ("5. Mai 2026", ["2026-05-05"]),
        ("20180304", ["2018-03-04"]),
        ("2018-03-04", ["2018-03-04"]),
        ("32/13/2018", []),
    ],
)
def test_days_are_found_in_every_reading(printed: str, days: list[str]) -> None:
    assert days_in(printed) == days


def test_durations_are_number_and_unit() -> None:
    page = layout("for two (2) years, eighteen months, or 1 year; not last year")
    assert values(find_durations(page, Context(page))) == ["2 years", "18 months", "1 year"]


def test_codes_hold_a_digit_and_may_have_parts() -> None:
    page = layout("VAT DE 123 456 no INV-2024/7")
    assert values(find_codes(page, Context(page))) == ["123", "123 456", "456", "INV-2024/7"]


def test_known_values_are_found_across_lines_and_case() -> None:
    page = layout("the laws of NEW\nYORK and of Newark")
    known = {"newyork": "New York", "york": "York"}
    assert values(find_known(page, Context(page), known)) == ["New York", "York"]


def test_a_cell_may_lose_its_label_or_its_brackets() -> None:
    page = layout("Sold by: HAI-O (169199-V)")
    assert values(find_cells(page, Context(page))) == [
        "Sold by: HAI-O (169199-V)",
        "HAI-O (169199-V)",
        "Sold by: HAI-O",
    ]


def test_runs_are_lines_below_each_other() -> None:
    page = layout("12 Main St,\nSpringfield\nUSA")
    assert values(find_runs(page, Context(page))) == [
        "12 Main St, Springfield",
        "12 Main St, Springfield USA",
        "Springfield USA",
    ]


def test_a_known_spelling_replaces_one_that_is_alike_but_not_other_digits() -> None:
    known = {"booktalksdnbhd": "BOOK TALK SDN BHD", "lot12jalanmelur": "LOT 12, JALAN MELUR"}
    assert respelt("BOOK TALK SDN BND", known) == "BOOK TALK SDN BHD"
    assert respelt("LOT 12 JALAN MELUR", known) == "LOT 12, JALAN MELUR"
    assert respelt("LOT 13 JALAN MELUR", known) == "LOT 13 JALAN MELUR"


@pytest.mark.parametrize("text", [" " * 30_000 + "x", "(" * 30_000, "a." * 30_000, "1" * 30_000])
def test_a_hostile_line_takes_no_time_worth_telling(text: str) -> None:
    """Not timed: what is quadratic here runs into the suite's time limit."""
    page = layout("x" + text)
    context = Context(page)
    for find in (find_amounts, find_codes, find_durations, find_cells, find_runs):
        find(page, context)
    days_in(text)
