"""Single values: what counts as found, and what never does."""

import pytest

from winnow.contracts.evidence import Evidence, Match
from winnow.contracts.parsed import Element, ParsedDocument
from winnow_extract.grounding import SourceIndex, ground

EXACT, NORMALISED, FUZZY, NONE = Match


def look_up(text: str, value: str | float | bool | None, near: int | None = None) -> Evidence:
    element = Element(id="1", category="Text", text=text, page=3, start=0, end=len(text))
    parsed = ParsedDocument(text=text, pages=(), elements=(element,), chunks=())
    return ground(SourceIndex(parsed), value, near)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Total 5.00", 5.0, EXACT),
        ("Total 5", 5.0, EXACT),
        ("Total 12.50 paid", 12.5, EXACT),
        ("Total 12.50.", 12.5, EXACT),
        ("RM25.70", 25.7, EXACT),
        ("$25.07", 25.07, EXACT),
        ("3.5€", 3.5, EXACT),
        ("7.5h", 7.5, EXACT),
        ("2x Tea", 2.0, EXACT),
        ("20%", 20.0, EXACT),
        ("Total 13,65", 13.65, NORMALISED),
        ("Total 1.234,50", 1234.5, NORMALISED),
        ("Total 1,234.50", 1234.5, NORMALISED),
        ("Total 1 234,50", 1234.5, NORMALISED),
        ("Total 1'234.50", 1234.5, NORMALISED),
        ("Total 1.234", 1234.0, NORMALISED),
        ("12 345 678", 12345678.0, NORMALISED),
        ("12,34,567.00", 1234567.0, NORMALISED),
        ("Total l2.5O", 12.5, NORMALISED),
        ("Rabatt -0.60", -0.6, EXACT),
        ("Credit (5.00)", -5.0, EXACT),
        ("Credit 5.00-", -5.0, EXACT),
        ("part 1123", 12.0, NONE),
        ("part 5.0012", 5.0, NONE),
        ("on 16/02/2026", 2.0, NONE),
        ("on 08.05.2026", 8.05, NONE),
        ("at 17:42", 17.0, NONE),
        ("No. RE-2026-0193", 2026.0, NONE),
        ("model CP-90", 90.0, NONE),
        ("version 1.2.3", 1.2, NONE),
        ("pages 3-5", 3.0, NONE),
        ("Rabatt -0.60", 0.6, NONE),
        ("Total 0.60", -0.6, NONE),
        ("item - 5.00", 5.0, EXACT),
        ("Total 5.00", 5.01, NONE),
        ("Total 5.00", "5.00", EXACT),
        ("Total 5,00", "5.00", NORMALISED),
        ("at 9:00 AM", "9.00", NONE),
    ],
)
def test_numbers_are_found_as_whole_tokens(text: str, value: str | float, kind: Match) -> None:
    assert look_up(text, value).kind == kind


@pytest.mark.parametrize(
    ("text", "iso", "kind"),
    [
        ("2026-02-16", "2026-02-16", EXACT),
        ("2026/02/16", "2026-02-16", NORMALISED),
        ("20260216", "2026-02-16", NORMALISED),
        ("16.02.26", "2026-02-16", NORMALISED),
        ("16/02/2026 17:42", "2026-02-16", NORMALISED),
        ("18-APR-2017", "2017-04-18", NORMALISED),
        ("14/JUN/2017", "2017-06-14", NORMALISED),
        ("April 18, 2001", "2001-04-18", NORMALISED),
        ("this 5th day of April, 2001", "2001-04-05", NORMALISED),
        ("2 June 2026", "2026-06-02", NORMALISED),
        ("3. März 2026", "2026-03-03", NORMALISED),
        ("5. Mai 2026", "2026-05-05", NORMALISED),
        ("le 1er août 2026", "2026-08-01", NORMALISED),
        ("19 de octubre de 2026", "2026-10-19", NORMALISED),
        ("05/04/2026", "2026-04-05", NORMALISED),
        ("05/04/2026", "2026-05-04", NORMALISED),
        ("05/04/2026, due 31/12/2026", "2026-04-05", NORMALISED),
        ("05/04/2026, due 31/12/2026", "2026-05-04", NONE),
        ("05/04/2026, due 12/31/2026", "2026-05-04", NORMALISED),
        ("05/04/2026, due 12/31/2026", "2026-04-05", NONE),
        ("05.04.2026", "2026-05-04", NONE),
        ("116/02/2026", "2026-02-16", NONE),
        ("16/02/2026", "2026-02-17", NONE),
        ("31.02.2026", "2026-02-31", NONE),
        ("June 2026", "2026-06-01", NONE),
    ],
)
def test_dates_are_found_in_their_usual_prints(text: str, iso: str, kind: Match) -> None:
    assert look_up(f"Date: {text}", iso).kind == kind


def test_a_date_that_may_be_read_in_two_ways_counts_less() -> None:
    assert (
        look_up("on 05/04/2026", "2026-04-05").score < look_up("on 15/04/2026", "2026-04-15").score
    )


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("INVOICE HB-20418 of", "HB-20418", EXACT),
        ("Harrow & Blythe Ltd, Leeds", "Harrow & Blythe Ltd", EXACT),
        ("HARROW AND BLYTHE LTD.", "Harrow & Blythe Ltd", NORMALISED),
        ("Norwich\n\nNR1 2DQ", "Norwich, NR1 2DQ", NORMALISED),
        ("BÄCKEREI SONNENKORN", "Bäckerei Sonnenkorn", NORMALISED),
        ("Backerei Sonnenkorn", "Bäckerei Sonnenkorn", NORMALISED),
        ("Kite Pharma Incorporated", "Kite Pharma, Inc.", NORMALISED),
        ("No. HB-2O4l8", "HB-20418", NORMALISED),
        ("FENWICK R0SE GR0CERS", "Fenwick Rose Grocers", NORMALISED),
        ("price in €", "EUR", NORMALISED),
        ("TOTAL (RM) 5", "MYR", NORMALISED),
        ("for two (2) years from", "2 years", NORMALISED),
        ("for eighteen months", "18 months", NORMALISED),
        ("läuft zwei Jahre", "2 years", NORMALISED),
        ("BOOK TA .K(TAMAN DAYA) SDN BND", "BOOK TA .K (TAMAN DAYA) SDN BHD", FUZZY),
        ("Calder Pumq Works Inc", "Calder Pump Works Inc", FUZZY),
        ("INVOICE HB-20418", "20418", NONE),
        ("No. RE-2026-0194", "RE-2026-0193", NONE),
        ("No. RE-2026-0193", "RE-2026", NONE),
        ("17 Mill Lane Industrial Estate", "12 Mill Lane Industrial Estate", NONE),
        ("Smithson", "Smith", NONE),
        ("Acme Ltd", "Acne Ltd", NONE),
        ("12 34", "1234", NONE),
        ("FROM", "RM", NONE),
        ("Acme", "Acme International Holdings", NONE),
        ("anything", "...", NONE),
        ("anything", "", NONE),
        ("true", True, NONE),
        ("null", None, NONE),
    ],
)
def test_text_is_found_by_whole_tokens(text: str, value: str | bool | None, kind: Match) -> None:
    assert look_up(text, value).kind == kind


def test_evidence_says_where() -> None:
    found = look_up("Total due: 1.234,50 EUR", 1234.5)

    assert (found.quote, found.start, found.end, found.page) == ("1.234,50", 11, 19, 3)


def test_nothing_found_is_no_evidence() -> None:
    assert look_up("Total 5.00", 6.0) == Evidence()


def test_an_exact_place_wins_over_an_earlier_normalised_one() -> None:
    assert look_up("12,50 or 12.50", 12.5).start == 9


def test_of_equal_places_the_nearest_to_the_hint_is_taken() -> None:
    text = "5.00 a 5.00 b 5.00"

    assert [look_up(text, 5.0, near).start for near in (None, 8, 30)] == [0, 7, 14]
