"""Labelled files are read into the recipe's form, and every fault is named by its line."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from winnow.errors import MisconfiguredError
from winnow.evaluation.days import iso_day
from winnow.evaluation.gold import GoldError, number_in
from winnow.evaluation.labelled import read_labelled
from winnow.recipes.recipe import Recipe

Write = Callable[[Sequence[Any]], Path]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("25/12/2018", "2018-12-25"),
        ("18-11-18", "2018-11-18"),
        ("4/02/2017", "2017-02-04"),
        ("05 MAR 2018", "2018-03-05"),
        ("24-MAR-2018", "2018-03-24"),
        ("28 MAR 18", "2018-03-28"),
        ("OCT 3, 2016", "2016-10-03"),
        ("20180304", "2018-03-04"),
        ("25032018", "2018-03-25"),
        ("(06/12/2016)", "2016-12-06"),
        ("11.02.18", "2018-02-11"),
        ("2018-03-23", "2018-03-23"),
        ("12/31/2018", "2018-12-31"),
        ("31/02/2018", None),
        ("soon", None),
    ],
)
def test_days_are_read_day_first(written: str, iso: str | None) -> None:
    assert iso_day(written) == iso


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("9.00", 9.0),
        ("RM 9.00", 9.0),
        ("RM9.00", 9.0),
        ("$1,007.50", 1007.5),
        ("1.234,50 €", 1234.5),
        ("1,007", 1007.0),
        ("1.234.567", 1234567.0),
        ("12,5", 12.5),
        ("-1.73", -1.73),
        ("CHF 1'250.00", 1250.0),
    ],
)
def test_amounts_are_read_as_printed(printed: str, number: float) -> None:
    assert number_in(printed) == number


def test_a_word_is_no_amount() -> None:
    with pytest.raises(GoldError, match="no number"):
        number_in("none")


def test_gold_is_put_into_the_recipes_form(write: Write, slip: Recipe) -> None:
    row = {
        "id": "a",
        "text": "CAFE 9.00",
        "split_key": "cafe",
        "gold": {
            "company": " CAFE ",
            "date": "25/12/2018",
            "total": "9.00",
            "parties": ["A", "B"],
            "items": [{"name": "tea", "amount": "RM 2.50", "code": 7}],
            "type_code": "380",
        },
    }
    [one] = read_labelled(write([row]), slip)
    assert one.gold == {
        "company": "CAFE",
        "date": "2018-12-25",
        "total": 9.0,
        "parties": ["A", "B"],
        "items": [{"name": "tea", "amount": 2.5}],
    }
    assert (one.id, one.group, one.text) == ("a", "cafe", "CAFE 9.00")
    assert set(one.unjudged) == {"/type_code", "/items/*/code"}


def test_null_is_gold_and_a_blank_or_missing_label_is_none(write: Write, slip: Recipe) -> None:
    [one] = read_labelled(
        write([{"id": "a", "text": "x", "gold": {"date": None, "total": ""}}]), slip
    )
    assert one.gold == {"date": None}
    assert one.group == "a"


def test_paths_are_relative_to_the_labelled_file(write: Write, slip: Recipe) -> None:
    path = write(
        [
            {"id": "a", "file": "a.pdf", "text": "a.txt", "gold": {}},
            {"id": "b", "file": None, "ocr_text": "a.txt", "ocr_boxes": "a.json", "gold": {}},
        ]
    )
    (path.parent / "a.pdf").write_bytes(b"%PDF")
    (path.parent / "a.txt").write_text("hello")
    line = {"box": [0, 0, 10, 0, 10, 5, 0, 5], "text": "hello"}
    (path.parent / "a.json").write_text(json.dumps([line]))
    first, second = read_labelled(path, slip)
    assert (first.file, first.text) == (path.parent / "a.pdf", "hello")
    assert (second.file, second.text, second.boxes) == (None, "hello", [line])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "must be an object"),
        ({"gold": {}, "text": "x"}, "`id` is missing"),
        ({"id": "b", "gold": "receipt", "text": "x"}, "`gold` must be an object"),
        ({"id": "b", "gold": {}}, "has no document"),
        ({"id": "b", "gold": {}, "file": "gone.pdf"}, "there is no such file"),
        ({"id": "b", "gold": {"date": "soon"}, "text": "x"}, "gold/date: 'soon' is no date"),
        ({"id": "b", "gold": {"total": "much"}, "text": "x"}, "gold/total: 'much' is no number"),
        ({"id": "b", "gold": {"items": "tea"}, "text": "x"}, "gold/items must be of the type"),
        ({"id": "a", "gold": {}, "text": "x"}, "stands in another row too"),
    ],
)
def test_a_faulty_row_is_named_by_file_and_line(
    write: Write, slip: Recipe, row: Any, told: str
) -> None:
    path = write([{"id": "a", "gold": {}, "text": "x"}, row])
    with pytest.raises(MisconfiguredError) as raised:
        read_labelled(path, slip)
    assert f"{path}:2: " in str(raised.value)
    assert told in str(raised.value)


def test_a_file_that_is_not_there_or_empty_is_said(
    write: Write, slip: Recipe, tmp_path: Path
) -> None:
    with pytest.raises(MisconfiguredError, match="cannot be read"):
        read_labelled(tmp_path / "gone.jsonl", slip)
    with pytest.raises(MisconfiguredError, match="no labelled document"):
        read_labelled(write([""]), slip)
