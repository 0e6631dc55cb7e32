"""Amounts with signs, currencies and per cent, as numbers and as text."""

import pytest

from winnow.contracts.evidence import Evidence, Match
from winnow.contracts.parsed import Element, ParsedDocument
from winnow_extract.grounding import SourceIndex, ground

EXACT, NORMALISED, FUZZY, NONE = Match


def look_up(text: str, value: str | float) -> Evidence:
    element = Element(id="1", category="Text", text=text, page=1, start=0, end=len(text))
    parsed = ParsedDocument(text=text, pages=(), elements=(element,), chunks=())
    return ground(SourceIndex(parsed), value)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Credit -$5.00", -5.0, EXACT),
        ("Credit ($5.00)", -5.0, EXACT),
        ("Credit (RM 5.00)", -5.0, EXACT),
        ("Credit -RM5.00", -5.0, EXACT),
        ("Credit RM -5.00", -5.0, EXACT),
        ("Credit RM-5.00", -5.0, EXACT),
        ("Credit \u22125,00 €", -5.0, NORMALISED),
        ("Credit: $-5.00", -5.0, EXACT),
        ("Credit, RM -5.00", -5.0, EXACT),
        ("Credit -$5.00", 5.0, NONE),
        ("Credit ($5.00)", 5.0, NONE),
        ("a two-gang 12 pcs", 12.0, EXACT),
        ("for two (2) years", 2.0, EXACT),
        ("paper A5", 5.0, NONE),
        ("model X100 or T800", 800.0, NONE),
        ("limit 1e9", 1e9, NORMALISED),
        ("limit 1,000,000,000", 1e9, NORMALISED),
        ("limit 1000000000", 1e9, EXACT),
        ("hash 3e5f", 3e5, NONE),
        ("zero 0,00 €", 0.0, NORMALISED),
        ("no. 12345678901234567890", 12345678901234567890, EXACT),
        ("no. 12345678901234567890", 12345678901234567891, NONE),
        ("whatever 5", float("inf"), NONE),
        ("whatever 5", float("nan"), NONE),
        ("VAT 19 %", 19.0, EXACT),
    ],
)
def test_numbers_keep_their_sign_and_unit(text: str, value: float, kind: Match) -> None:
    assert look_up(text, value).kind == kind


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("TOTAL RM 8.20", "RM 8.20", EXACT),
        ("TOTAL RM8.20", "RM 8.20", NORMALISED),
        ("TOTAL 8.20", "$8.20", NORMALISED),
        ("TOTAL RM8.20", "$8.20", NONE),
        ("TOTAL € 8,20", "8.20 EUR", NORMALISED),
        ("open until 8:20", "$8.20", NONE),
        ("VAT 19 %", "19%", NORMALISED),
        ("VAT 19%", "19%", EXACT),
        ("19 pieces", "19%", NONE),
        ("Credit (5.00)", "-5.00", NORMALISED),
        ("Total 5.00", "-5.00", NONE),
        ("Total 1.234,50", "1,234.50", NORMALISED),
        ("Tel. +60 123 456 789", "123 456 789", EXACT),
        ("DATE:11/03/18 21:30", "11/03/18", EXACT),
        ("20180428/191204", "20180428", EXACT),
        ("21/05/2018TIME: 12:00", "21/05/2018", EXACT),
        ("on 25 DEC 2018", "25/12/2018", NORMALISED),
        ("on 25 DEC 2018", "26/12/2018", NONE),
        ("A, FR-10000 B", "FR-10000", EXACT),
        ("no. KR-2024/1 of", "KR-2024", NONE),
        ("no. KR-2024 of", "KR-2024", EXACT),
    ],
)
def test_amounts_and_days_as_text_are_found_by_what_they_mean(
    text: str, value: str, kind: Match
) -> None:
    assert look_up(text, value).kind == kind
