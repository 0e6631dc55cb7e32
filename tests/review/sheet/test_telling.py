"""Signals in plain words; texts and values as the page shows them."""

from typing import Any

import pytest

from winnow.contracts.evidence import Evidence, Match
from winnow_review.sheet.telling import told_of
from winnow_review.sheet.writing import cut, percent, shown, typable, written


def test_signals_are_told_in_plain_words(read_leaf: Any) -> None:
    leaf = read_leaf(
        "12.50",
        0.5,
        agreement="differs",
        second_value="12.80",
        second_reader="layout",
        ocr_confidence=0.61,
        hidden=True,
        valid=False,
    )
    assert list(told_of(leaf, None)) == [
        "found on page 2",
        "stands in text the page does not show",
        "not of the form that the field asks for",
        "the scan is unclear here (OCR 61 %)",
        "second reading (layout) disagrees: “12.80”",
    ]


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (Evidence(kind=Match.FUZZY, page=1, quote="12.5O"), "only nearly found on page 1: “12.5O”"),
        (Evidence(), "not found in the document"),
        (
            Evidence(kind=Match.NORMALISED, page=3, quote="1.2.26"),
            "found on page 3, written “1.2.26”",
        ),
        (Evidence(kind=Match.EXACT, start=1, end=2), "found in the document"),
    ],
)
def test_where_a_value_stands_is_told(read_leaf: Any, evidence: Evidence, told: str) -> None:
    leaf = read_leaf("x", 0.5).model_copy(update={"evidence": evidence})
    assert next(iter(told_of(leaf, None))) == told


def test_nothing_invisible_stays_invisible() -> None:
    hostile = "a\x00b\x1bc\x7fd\x85e\u202ef\u2066g\u200bh\ud800i\U000e0041"
    assert shown(hostile) == "a␀b␛c␡d�e⟨RLO⟩f⟨LRI⟩g⟨ZWSP⟩h�i�"
    assert typable(hostile) == "abcdefghi"


def test_scripts_that_need_joiners_and_marks_keep_them() -> None:
    for text in ("\u0645\u06cc\u200c\u062e\u0648", "👩\u200d👩", "שלום\u200f", "नमस्ते"):
        assert shown(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.5, "12.5"),
        (12.0, "12"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (100, "100"),
        (True, "yes"),
        (None, ""),
    ],
)
def test_values_are_written_without_exponents(value: Any, text: str) -> None:
    assert written(value) == text


def test_long_texts_are_cut_and_percentages_never_claim_more() -> None:
    assert cut("abcdef", 3) == "abc…"
    assert (percent(0.999), percent(0.29), percent(1.0)) == ("99 %", "29 %", "100 %")
