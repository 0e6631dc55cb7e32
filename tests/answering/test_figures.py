"""Figures come from rows and extracted values, or not at all."""

from uuid import UUID

import pytest

from winnow.answering.figures import by_row, by_value, label_of
from winnow.answering.readable import Passage
from winnow.contracts.questions import Source

TABLE = (
    "Sales by contract type\n\n"
    " | Years ended September 30,\n"
    " | 2019 | 2018 | 2017\n"
    "Fixed price | $1,452.4 | $1,146.2 | $1,036.9\n"
    "Other | 44.1 | 56.7 | 70.8\n"
    "Total sales | $1,496.5 | $1,202.9 | $1,107.7"
)
ONE, TWO = UUID(int=1), UUID(int=2)


def passage(text: str, document: UUID = ONE) -> Passage:
    source = Source(
        document_id=document, file_name="a.pdf", chunk="c0", page=1, text=text, score=1.0
    )
    return Passage(source, text)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What were total sales in 2018?", "$1,202.9"),
        ("What is the amount of fixed price contracts in 2017?", "$1,036.9"),
    ],
)
def test_a_cell_is_found_by_its_row_and_its_column(question: str, cell: str) -> None:
    found = by_row(question, [passage(TABLE)], "en")
    assert found is not None
    place = found.places[0]
    assert (found.short, place.span.of(TABLE)) == (cell, cell)
    assert found.text.endswith(cell)


@pytest.mark.parametrize(
    "question", ["What were total sales in 2015?", "What were total sales?", "Who is the chairman?"]
)
def test_a_question_that_names_no_one_cell_finds_none(question: str) -> None:
    assert by_row(question, [passage(TABLE)], "en") is None


def test_an_extracted_value_is_cited_with_its_pointer_where_it_stands() -> None:
    text = "Corner Cafe\nTOTAL EUR 1,250.50"
    values = {ONE: {"/total_amount": 1250.5}}
    found = by_value("What is the total amount?", [passage(text)], values, "en")
    assert found is not None
    assert (found.places[0].pointer, found.places[0].quote) == ("/total_amount", "1,250.50")


def test_values_that_differ_between_documents_are_no_answer() -> None:
    passages = [passage("TOTAL 12.50"), passage("TOTAL 99.00", TWO)]
    values = {ONE: {"/total": 12.5}, TWO: {"/total": 99.0}}
    assert by_value("What is the total?", passages, values, "en") is None


def test_a_value_that_its_passage_does_not_show_is_not_said() -> None:
    assert by_value("What is the total?", [passage("paid")], {ONE: {"/total": 12.5}}, "en") is None


def test_the_label_of_a_pointer_leaves_out_the_numbers_of_items() -> None:
    assert label_of("/lines/0/unit_price") == "unit price"
