"""Long documents and long values cost work in proportion, counted and not timed."""

import sys
from collections.abc import Callable

from bench.grounding.scaling import EVERYTHING, long_document

from winnow.contracts.evidence import Match
from winnow.contracts.parsed import ParsedDocument
from winnow_extract.grounding import SourceIndex, ground, ground_all


def calls(work: Callable[[], object]) -> int:
    """How many functions it calls, those written in C included."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def work_of_values(parsed: ParsedDocument) -> int:
    """That of three values after the document is indexed and the page's words are matched."""
    index = SourceIndex(parsed)
    line = parsed.elements[-7].text
    values: dict[str, str | float] = {"/ref": "no such value"}
    values |= {"/day": line[:10], "/name": line[11 : line.index(",")]}
    ground_all(index, EVERYTHING | values)
    return calls(lambda: ground_all(index, values))


def test_indexing_ten_times_as_many_pages_takes_about_ten_times_the_work() -> None:
    short, long = long_document(8), long_document(80)

    few = calls(lambda: ground_all(SourceIndex(short), EVERYTHING))
    many = calls(lambda: ground_all(SourceIndex(long), EVERYTHING))

    assert many < 13 * few


def test_a_value_in_a_long_document_takes_hardly_more_work_than_in_a_short_one() -> None:
    short, long = long_document(8), long_document(80)
    few, many = work_of_values(short), work_of_values(long)

    assert many < 2 * few + 200


def test_a_value_of_many_pages_is_found() -> None:
    parsed = long_document(5)
    value = parsed.text.replace("\n\n", " ")

    found = ground(SourceIndex(parsed), value)

    assert (found.kind, found.start, found.end) == (Match.NORMALISED, 0, len(parsed.text))


def test_a_long_value_with_a_few_letters_misread_is_found_nearly() -> None:
    parsed = long_document(5)
    value = (
        parsed.text[:4000].replace("Transfer", "Transler").replace("\n\n", " ").rpartition(" ")[0]
    )

    assert ground(SourceIndex(parsed), value).kind == Match.FUZZY
