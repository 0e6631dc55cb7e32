"""Elements, spans and chunks fit together."""

import pytest

from winnow.contracts.base import Box
from winnow.errors import RejectedError
from winnow_ingest.assembling import assemble
from winnow_ingest.drafts import Block, Draft

pytestmark = pytest.mark.usefixtures("_spacy")


@pytest.fixture(scope="module")
def _spacy() -> None:
    import winnow_ingest.preloaded  # noqa: F401


def draft(*texts: str, category: str = "NarrativeText") -> Draft:
    return Draft(tuple(Block(text, category, page=1) for text in texts))


def test_spans_index_the_text() -> None:
    document = assemble(draft(" One. ", "", "Two\x00 three.", "Four\ud800."))
    assert document.text == "One.\n\nTwo three.\n\nFour."
    for element in document.elements:
        assert document.text[element.start : element.end] == element.text


def test_ids_are_counted() -> None:
    document = assemble(draft("One.", "Two."))
    assert [element.id for element in document.elements] == ["e0000", "e0001"]
    assert [chunk.id for chunk in document.chunks] == ["c0000"]


def test_chunks_name_their_elements_and_pages() -> None:
    blocks = [Block("Title", "Title"), Block("word " * 300, page=2), Block("End.", page=3)]
    document = assemble(Draft(tuple(blocks)))
    assert {id_ for chunk in document.chunks for id_ in chunk.elements} == {
        element.id for element in document.elements
    }
    assert all(len(chunk.text) <= 1000 for chunk in document.chunks)
    assert {page for chunk in document.chunks for page in chunk.pages} == {1, 2, 3}


def test_tables_keep_rows_in_chunks() -> None:
    box = Box(x0=0, y0=0, x1=1, y1=1)
    table = Block("a | b\nc | d", "Table", 1, box, "<table><tr><td>a</td></tr></table>")
    document = assemble(Draft((table,)))
    assert document.chunks[0].text == "a | b\nc | d"
    assert document.elements[0].html == table.html


def test_the_same_draft_gives_the_same_bytes() -> None:
    made = [assemble(draft("A title", "Some words here.")).model_dump_json() for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("texts", [(), ("",), ("  \n",), ("... | --- _",)])
def test_a_file_without_letters_or_digits_has_no_text(texts: tuple[str, ...]) -> None:
    with pytest.raises(RejectedError) as caught:
        assemble(draft(*texts))
    assert caught.value.reason == "file_no_text"
