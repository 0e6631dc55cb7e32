"""Scripts without spaces, from right to left, with marks, and with digits of their own."""
# ruff: noqa: RUF001  (texts in their own scripts)

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
        ("住所東京都千代田区丸の内一丁目", "千代田区", EXACT),
        ("住所:東京都 千代田区", "東京都千代田区", NORMALISED),
        ("東京都千代田区", "東京都中央区", NONE),
        ("がっこう", "かっこう", NONE),
        ("서울특별시에서 발행", "서울특별시", EXACT),
        ("เลขที่ใบแจ้งหนี้ บริษัทตัวอย่างจำกัด", "ตัวอย่าง", EXACT),
        ("合計 1,980円", 1980.0, NORMALISED),
        ("合計 1980円です", 1980.0, EXACT),
        ("单价 ¥25.00 元", 25.0, EXACT),
        ("\uff11\uff12\uff0e\uff15\uff10円", 12.5, NORMALISED),
        ("المجموع ١٢٣٫٥٠", 123.5, NORMALISED),
        ("कुल ४५०", 450.0, NORMALISED),
        ("שם הלקוח: אבי כהן", "אבי כהן", EXACT),
        ("שָׁלוֹם בע״מ", "שלום", NORMALISED),
        ("الشركة الأهلية", "الشركة الاهلية", NORMALISED),
        ("Cafe\u0301 Noir", "Caf\u00e9 Noir", NORMALISED),
        ("re\u0301sume\u0301", "re", NONE),
        ("समझौता दिल्ली में", "दिल्ली", EXACT),
        ("समझौता दिल्ली में", "दिल्", NONE),
        ("SØREN ÆRLIG A/S", "Søren Ærlig", NORMALISED),
        ("İSTANBUL", "istanbul", NORMALISED),
        ("STRASSE 5", "Straße 5", NORMALISED),
    ],
)
def test_text_and_numbers_of_every_script_are_found(
    text: str, value: str | float, kind: Match
) -> None:
    assert look_up(text, value).kind == kind


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("発行日 2026年2月16日", "2026-02-16"),
        ("令和8年2月16日", "2026-02-16"),
        ("民國115年2月16日", "2026-02-16"),
        ("2026년 2월 16일", "2026-02-16"),
        ("2026. 2. 16.", "2026-02-16"),
        ("16/02/2569", "2026-02-16"),
        ("16 февраля 2026 г.", "2026-02-16"),
        ("16 Φεβρουαρίου 2026", "2026-02-16"),
        ("16 lutego 2026", "2026-02-16"),
        ("16 Şubat 2026", "2026-02-16"),
        ("16 de fevereiro de 2026", "2026-02-16"),
        ("16 febbraio 2026", "2026-02-16"),
        ("16 février 2026", "2026-02-16"),
        ("16 फरवरी 2026", "2026-02-16"),
        ("١٦/٠٢/٢٠٢٦", "2026-02-16"),
    ],
)
def test_dates_of_other_languages_are_found(text: str, iso: str) -> None:
    assert look_up(text, iso).kind == NORMALISED


@pytest.mark.parametrize("text", ["2026年2月16日", "16 февраля 2026"])
def test_the_parts_of_a_written_date_are_no_numbers(text: str) -> None:
    assert look_up(text, 16.0 if "年" in text else 2.0).kind == NONE


def test_the_quote_is_cut_from_the_text_as_it_stands() -> None:
    found = look_up("合計金額１，９８０円", 1980.0)

    assert (found.quote, found.start, found.end) == ("１，９８０", 4, 9)
