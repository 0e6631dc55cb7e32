"""Rows are placed on the lines that they were read from."""

from collections.abc import Callable
from typing import Any

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow_extract.lines import lines_of
from winnow_extract.placing import Places

Pages = Callable[..., ParsedDocument]

Place = Callable[[str, list[dict[str, Any]]], list[int | None]]


@pytest.fixture
def place(pages: Pages) -> Place:
    def placed(text: str, rows: list[dict[str, Any]]) -> list[int | None]:
        lines = lines_of(pages(text))
        return Places(lines, range(len(lines))).place(rows)

    return placed


def row(article: str | None, quantity: float | None, amount: float | None) -> dict[str, Any]:
    return {"article": article, "quantity": quantity, "amount": amount}


def test_equal_lines_are_a_row_each_and_no_more(place: Place) -> None:
    coffee = row("Coffee", 1, 2.5)
    text = "Coffee | 1 | 2.50\nTea | 1 | 2.00\nCoffee | 1 | 2.50"
    assert place(text, [coffee, row("Tea", 1, 2), coffee, coffee]) == [0, 1, 2, None]


def test_another_print_of_the_same_value_is_found(place: Place) -> None:
    text = "Eichenbrett | 1.200 | 1.234,50 €\n5. Mai 2026 | Miete | 900,00"
    rows = [row("Eichenbrett", 1200, 1234.5), {"day": "2026-05-05", "text": "MIETE", "sum": 900.0}]
    assert place(text, rows) == [0, 1]


def test_a_made_up_row_has_no_line(place: Place) -> None:
    assert place("Oak board | 4 | 12.50", [row("Ash board", 4, 99.0)]) == [None]


def test_a_row_that_is_wrong_in_part_does_not_take_the_line_of_a_right_one(place: Place) -> None:
    text = "Oak board | 4 | 12.50\nOak board | 5 | 12.50"
    assert place(text, [row("Oak board", 9, 12.5), row("Oak board", 4, 12.5)]) == [1, 0]


def test_a_repeated_row_is_no_reading_of_a_line_that_is_only_alike(place: Place) -> None:
    text = "Oak board | 4 | 12.50\nOak board | 5 | 12.50"
    oak = row("Oak board", 4, 12.5)
    assert place(text, [oak, oak]) == [0, None]


def test_cells_that_run_over_belong_to_the_line_with_the_columns(place: Place) -> None:
    text = "Oak board with | 4 | 12.50\nrounded edges\nAsh | 1 | 3.00"
    assert place(text, [row("Oak board with rounded edges", 4, 12.5), row("Ash", 1, 3)]) == [0, 2]


def test_a_misread_row_is_placed_between_its_neighbours(place: Place) -> None:
    text = "Oak | 4 | 12.50\nA5h b0ard | 2 | 7.00\nElm | 1 | 3.00\nYew | 2 | 8.00"
    rows = [row("Oak", 4, 12.5), row("Ash board", 2, 7.7), row("Elm", 1, 3)]
    misread = {"kind": "wood", **rows[1]}
    assert place(text, [rows[0], {**misread, "amount": 7.0}, rows[2]]) == [0, 1, 2]
    assert place(text, [rows[0], rows[2], misread]) == [0, 2, None]
