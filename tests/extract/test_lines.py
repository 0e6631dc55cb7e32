"""Lines of a document, their cells and their kinds."""

from collections.abc import Callable

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow_extract.lines import Shape, cells_of, lines_of, shape_of

Pages = Callable[..., ParsedDocument]


@pytest.mark.parametrize(
    "text",
    ["Oak board | 4 | 12.50", "Oak board\t4\t12.50", "Oak board    4   12.50", "Oak board;4;12.50"],
)
def test_bars_tabs_gaps_and_semicolons_part_cells(text: str) -> None:
    assert cells_of(text) == ["Oak board", "4", "12.50"]


def test_commas_part_cells_where_nothing_else_does() -> None:
    assert cells_of("A1,Oak board,4,12.50") == ["A1", "Oak board", "4", "12.50"]
    assert cells_of("Mill Lane 12, Hexham, Northumberland, England") == [
        "Mill Lane 12, Hexham, Northumberland, England"
    ]


def test_amounts_at_the_end_of_a_line_without_gaps_are_cells() -> None:
    assert cells_of("Oak board 2 m 4.00 12.50") == ["Oak board 2 m", "4.00", "12.50"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1 | Oak board | 3,5 Std | EUR 1.234,50", Shape(words=1, numbers=3)),
        ("02.03.2026 | Card payment | -12.00 €", Shape(words=1, numbers=1, dates=1)),
        ("Tag | Name | Amount", Shape(words=3)),
        ("R0012K45 | Oak board | 19 %", Shape(words=2, numbers=1)),
    ],
)
def test_cells_are_words_numbers_or_dates(text: str, shape: Shape) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    "text",
    [
        "Total | 120.00",
        "Subtotal | 120.00",
        "Carried forward | 120.00",
        "Zwischensumme | 120,00",
        "Übertrag | 120,00",
        "Grand total | 3 | 120.00",
    ],
)
def test_a_line_that_sums_up_is_no_row(pages: Pages, text: str) -> None:
    [line] = lines_of(pages(text))
    assert line.total
    assert not line.may_be_row


def test_what_stands_at_the_same_edge_of_the_pages_is_furniture_and_a_repeated_row_is_not(
    pages: Pages,
) -> None:
    head, coffee = "Brook Ltd | Customer 12", "Coffee | 2.50"
    tea = [f"Tea {number} | {number}.50" for number in range(15)]
    document = pages(
        "\n".join([head, "8 h | 80.00 | 640.00", *tea[:4], coffee, "end | 1"]),
        "\n".join([head, "8 h | 80.00 | 640.00", coffee, *tea[4:8]]),
        "\n".join([head, *tea[8:], "page 3 of 3"]),
    )
    furniture = {line.text for line in lines_of(document) if line.furniture}
    assert furniture == {head, "page 3 of 3"}


def test_lines_know_their_place_in_the_text(pages: Pages) -> None:
    document = pages("one | 1\n\n  two | 2", "three | 3")
    lines = lines_of(document)
    assert [document.text[line.start : line.end].strip() for line in lines] == [
        "one | 1",
        "two | 2",
        "three | 3",
    ]
    assert [line.page for line in lines] == [1, 1, 2]
