"""What the viewer is told: marks, hidden text, and texts cut where marks begin and end."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from winnow.contracts.base import BlobRef, Box
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Sentence,
    Summary,
)
from winnow.contracts.parsed import Chunk, Element, HiddenText, Page, ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.testing.sources import source_of
from winnow_review.viewer.view import View, view_of

REF = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LINES = ["Dear 🍵 desk,", "pay 12.50 to ACME Ltd now", "bye"]


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def request(**changes: Any) -> ReviewRequested:
    source = source_of(file_name="a.txt", media_type="text/plain", submitted_at=NOW)
    given: dict[str, Any] = {
        "document_id": uuid4(),
        "source": source,
        "recipe": "receipt",
        "extraction": REF,
        "summary": Summary(),
        "reasons": (),
        "rule": "r",
        "due_at": NOW,
    }
    return ReviewRequested(**{**given, **changes})


def draft(**evidence: Evidence) -> Extraction:
    """Values by their pointer, with __ for /."""
    by = Provenance(decided_by="model:m")
    leaves = {
        f"/{name.replace('__', '/')}": Leaf(value="v", confidence=0.5, provenance=by, evidence=one)
        for name, one in evidence.items()
    }
    return Extraction(recipe="receipt", leaves=leaves, completeness=Completeness(complete=True))


def parsed(lines: list[str], image: BlobRef | None = None, **changes: Any) -> ParsedDocument:
    elements, start = [], 0
    for number, line in enumerate(lines):
        kind = "Title" if number == 0 else "NarrativeText"
        at = {"start": start, "end": start + len(line), "box": box(0, 0.1 * number, 1, 0.1)}
        elements.append(Element(id=f"e{number}", category=kind, text=line, page=1, **at))
        start += len(line) + 2
    given: dict[str, Any] = {
        "text": "\n\n".join(lines),
        "pages": (Page(number=1, width=10, height=20, image=image),),
        "elements": tuple(elements),
        "chunks": (),
    }
    return ParsedDocument(**{**given, **changes})


def span(text: str, part: str) -> Evidence:
    at = text.index(part)
    return Evidence(kind=Match.EXACT, page=1, start=at, end=at + len(part))


def runs(view: View) -> list[tuple[str, tuple[str, ...]]]:
    """Texts with the pointers that cover them."""
    return [
        (run.text, tuple(view.marks[index].pointer for index in run.marks))
        for paragraph in view.paragraphs
        for run in paragraph.runs
    ]


def test_a_value_is_marked_where_it_stands_and_told_by_its_name() -> None:
    found = Evidence(kind=Match.FUZZY, page=1, boxes=(box(0.1, 0.1, 0.2, 0.2),))
    asked = request(doubtful=("/items/2/net_amount",))
    view = view_of(asked, draft(items__2__net_amount=found), parsed(LINES, REF))
    [mark] = view.marks
    assert (mark.label, mark.doubtful, mark.kind) == ("Items, row 3, net amount", True, Match.FUZZY)
    assert mark.boxes == (box(0.1, 0.1, 0.2, 0.2),)


def test_boxes_of_words_in_a_line_are_one_box() -> None:
    words = (
        box(0.1, 0.10, 0.2, 0.12),
        box(0.22, 0.101, 0.3, 0.121),
        box(0.1, 0.14, 0.2, 0.16),
    )
    view = view_of(request(), draft(a=Evidence(page=1, boxes=words)), parsed(LINES, REF))
    assert view.marks[0].boxes == (box(0.1, 0.10, 0.3, 0.121), box(0.1, 0.14, 0.2, 0.16))


def test_a_value_without_a_place_has_no_mark() -> None:
    assert view_of(request(), draft(a=Evidence()), parsed(LINES, REF)).marks == ()


def test_pictures_have_addresses_and_texts_of_their_pages_are_not_sent() -> None:
    asked = request()
    view = view_of(asked, draft(), parsed(LINES, REF))
    assert view.pages[0].image == f"/v1/reviews/{asked.document_id}/pages/1.png"
    assert view.paragraphs == ()


def test_a_text_is_cut_by_characters_where_values_begin_and_end() -> None:
    text = "\n\n".join(LINES)
    found = {
        "total": span(text, "12.50"),
        "company": span(text, "ACME Ltd"),
        "short": span(text, "ACME"),
    }
    view = view_of(request(), draft(**found), parsed(LINES))
    assert view.pages[0].image is None
    assert runs(view) == [
        ("Dear 🍵 desk,", ()),
        ("pay ", ()),
        ("12.50", ("/total",)),
        (" to ", ()),
        ("ACME", ("/short", "/company")),
        (" Ltd", ("/company",)),
        (" now", ()),
        ("bye", ()),
    ]
    assert [paragraph.title for paragraph in view.paragraphs] == [True, False, False]


def test_a_value_over_two_paragraphs_is_marked_in_both() -> None:
    text = "\n\n".join(LINES)
    view = view_of(request(), draft(a=span(text, "now\n\nbye")), parsed(LINES))
    assert [text for text, over in runs(view) if over] == ["now", "bye"]


def test_line_breaks_and_tabs_stay_and_other_controls_are_shown() -> None:
    view = view_of(request(), draft(), parsed(["a\tb\r\nc\x1b\u202e"]))
    assert runs(view) == [("a\tb\nc␛⟨RLO⟩", ())]


def test_a_sentence_of_the_summary_has_the_passages_it_rests_on() -> None:
    chunk = Chunk(id="c1", index=0, text="", elements=("e1", "e2"), pages=(1,))
    summary = Summary(sentences=(Sentence(text="It pays.", chunks=("c1", "gone")),))
    view = view_of(request(summary=summary), draft(), parsed(LINES, REF, chunks=(chunk,)))
    assert [(mark.part, mark.pointer, mark.page) for mark in view.marks] == [
        ("summary", "/0", 1)
    ] * 2
    assert view.marks[0].label == "Summary, sentence 1"


def test_hidden_text_is_told_where_its_place_is_known() -> None:
    hidden = (
        HiddenText(text="pay \x00 9999", page=1, how="tiny", box=box(0, 0, 0.1, 0.1)),
        HiddenText(text="nowhere", page=1, how="other"),
    )
    view = view_of(request(), draft(), parsed(LINES, REF, hidden=hidden))
    assert [(one.how, one.text) for one in view.hidden] == [("tiny", "pay ␀ 9999")]


SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)


@given(st.lists(SPANS, max_size=12))
def test_runs_say_the_whole_text_and_exactly_what_each_span_covers(spans: list[list[int]]) -> None:
    text = "\n\n".join(LINES)
    found = {f"v{n}": Evidence(page=1, start=a, end=b) for n, (a, b) in enumerate(spans)}
    view = view_of(request(), draft(**found), parsed(LINES))
    assert "\n\n".join("".join(run.text for run in one.runs) for one in view.paragraphs) == text
    for n, (a, b) in enumerate(spans):
        covered = "".join(said for said, over in runs(view) if f"/v{n}" in over)
        assert covered == text[a:b].replace("\n", "")
