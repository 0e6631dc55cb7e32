"""Pieces side by side become rows; prose stays as it is."""

import pytest

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word
from winnow_ingest.drafts import Block
from winnow_ingest.rows import in_rows

LINE = 0.02


@pytest.fixture(autouse=True, scope="module")
def _spacy() -> None:
    import winnow_ingest.preloaded  # noqa: F401


def words(text: str, x: float, y: float) -> list[Word]:
    """The words of a line; a letter is a hundredth of the page wide."""
    made = []
    for part in text.split():
        box = Box(x0=x, y0=y, x1=x + 0.01 * len(part), y1=y + LINE)
        made.append(Word(text=part, page=1, box=box))
        x = box.x1 + 0.01
    return made


def block(*lines: list[Word]) -> tuple[Block, list[Word]]:
    held = [word for line in lines for word in line]
    box = Box(
        x0=min(word.box.x0 for word in held),
        y0=min(word.box.y0 for word in held),
        x1=max(word.box.x1 for word in held),
        y1=max(word.box.y1 for word in held),
    )
    return Block(" ".join(word.text for word in held), "Title", 1, box), held


def laid_out(*pieces: tuple[Block, list[Word]]) -> list[Block]:
    return in_rows([piece for piece, _ in pieces], [w for _, held in pieces for w in held], 1.0)


def test_columns_of_a_table_are_read_by_row() -> None:
    names = block(words("Nails", 0.1, 0.1), words("Glue", 0.1, 0.13))
    prices = block(words("1.50", 0.6, 0.1), words("7.25", 0.6, 0.13))
    (table,) = laid_out(names, prices)
    assert table.text == "Nails | 1.50\nGlue | 7.25"
    assert table.category == "Table"
    assert table.box == Box(x0=0.1, y0=0.1, x1=0.64, y1=0.15)


def test_columns_of_prose_stay_apart() -> None:
    sentence = "one two three four five"
    left = block(*(words(sentence, 0.05, 0.1 + 0.03 * row) for row in range(4)))
    right = block(*(words(sentence, 0.55, 0.1 + 0.03 * row) for row in range(4)))
    assert len(laid_out(left, right)) == 2


def test_lines_stay_lines() -> None:
    (address,) = laid_out(block(words("Main Street 1", 0.1, 0.1), words("Ulm", 0.1, 0.13)))
    assert address.text == "Main Street 1\nUlm"


def test_lines_far_apart_are_paragraphs() -> None:
    both = block(words("Above", 0.1, 0.1), words("Far below", 0.1, 0.4))
    assert [part.text for part in laid_out(both)] == ["Above", "Far below"]


def test_words_of_no_block_are_not_lost() -> None:
    title, held = block(words("Invoice", 0.1, 0.1))
    found = in_rows([title], [*held, *words("Total 8.75", 0.1, 0.8)], 1.0)
    assert [part.text for part in found] == ["Invoice", "Total 8.75"]


def test_a_block_that_repeats_smaller_ones_is_left_out() -> None:
    inner, held = block(words("Invoice 4711", 0.1, 0.1))
    outer = Block("Invoice4711", box=Box(x0=0, y0=0, x1=1, y1=1))
    assert [part.text for part in in_rows([outer, inner], held, 1.0)] == ["Invoice 4711"]


def test_a_form_field_without_words_keeps_its_text() -> None:
    field = Block("Ulm", box=Box(x0=0.5, y0=0.1, x1=0.6, y1=0.12))
    label, held = block(words("Town:", 0.1, 0.1))
    (row,) = in_rows([label, field], held, 1.0)
    assert row.text == "Town: | Ulm"


def test_right_to_left_lines_are_read_from_the_right() -> None:
    line = [*words("עולם", 0.1, 0.1), *words("שלום", 0.16, 0.1)]
    (found,) = laid_out(block(line))
    assert found.text == "שלום עולם"
