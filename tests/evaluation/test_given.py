"""Given text becomes a document by the conventions of ingest."""

from pathlib import Path

import pytest
from PIL import Image

from winnow.errors import RejectedError
from winnow.evaluation.given import given_document, picture_size

LINES = [
    {"box": [100, 10, 300, 10, 300, 30, 100, 30], "text": "CORNER  CAFE"},
    {"box": [100, 50, 200, 52, 200, 72, 100, 70], "text": " Total 12.50 "},
    {"box": [0, 80, 400, 80, 400, 200, 0, 200], "text": "  "},
]


def test_spans_index_the_text_which_blank_lines_join() -> None:
    for document in (given_document("a b\nc\n\n\nd\r\n", None), given_document(None, LINES)):
        assert document.text == "\n\n".join(element.text for element in document.elements)
        for element in document.elements:
            assert document.text[element.start : element.end] == element.text
    assert given_document("a b\nc\n\n\nd\r\n").text == "a b\nc\n\nd"


def test_a_line_is_an_element_and_its_box_a_share_of_the_page() -> None:
    first, second = given_document(None, LINES, (400, 200)).elements
    assert (first.text, second.text) == ("CORNER  CAFE", "Total 12.50")
    assert first.box is not None
    assert first.box.model_dump() == {"x0": 0.25, "y0": 0.05, "x1": 0.75, "y1": 0.15}
    assert second.box is not None
    assert (second.box.y0, second.box.y1) == (0.25, 0.36)


def test_a_lines_box_is_shared_out_among_its_words_by_length() -> None:
    corner, cafe, *_ = given_document(None, LINES, (400, 200)).words
    assert (corner.text, cafe.text) == ("CORNER", "CAFE")
    edges = [corner.box.x0, corner.box.x1, cafe.box.x0, cafe.box.x1]
    assert edges == pytest.approx([0.25, 0.5, 0.25 + 0.5 * 8 / 12, 0.75])


def test_without_a_size_the_page_ends_where_the_lines_do() -> None:
    [page] = given_document(None, LINES).pages
    assert (page.width, page.height) == (300, 72)


def test_boxes_beyond_the_page_end_at_its_edge() -> None:
    [first, *_] = given_document(None, LINES, (250, 100)).elements
    assert first.box is not None
    assert first.box.x1 == 1.0


def test_no_text_at_all_is_refused() -> None:
    with pytest.raises(RejectedError, match="file_no_text"):
        given_document(" \n", [{"box": [0] * 8, "text": " "}])


def test_a_pictures_size_is_told_and_other_files_have_none(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert picture_size(tmp_path / "a.png") == (30.0, 20.0)
    assert picture_size(tmp_path / "a.pdf") is None
    assert picture_size(None) is None
