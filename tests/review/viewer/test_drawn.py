"""Words in a drawn box, in the order they are read in."""

from hypothesis import given
from hypothesis import strategies as st

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word
from winnow_review.viewer.drawn import text_in

WHOLE = Box(x0=0, y0=0, x1=1, y1=1)


def word(text: str, x: float, y: float, page: int = 1, high: float = 0.02) -> Word:
    return Word(text=text, page=page, box=Box(x0=x, y0=y, x1=x + 0.08, y1=y + high))


def test_lines_are_read_from_top_to_bottom_and_words_from_left_to_right() -> None:
    words = [word("d", 0.2, 0.2), word("b", 0.2, 0.1), word("c", 0.1, 0.2), word("a", 0.1, 0.1)]
    assert text_in(words, 1, WHOLE) == "a b c d"


def test_a_word_is_in_the_box_if_its_middle_is() -> None:
    words = [word("in", 0.1, 0.1), word("half", 0.17, 0.1), word("out", 0.3, 0.1)]
    assert text_in(words, 1, Box(x0=0.12, y0=0.1, x1=0.22, y1=0.12)) == "in half"
    assert text_in(words, 1, Box(x0=0.12, y0=0.1, x1=0.2, y1=0.12)) == "in"


def test_words_of_other_pages_are_not_read() -> None:
    assert text_in([word("one", 0.1, 0.1), word("two", 0.1, 0.1, page=2)], 2, WHOLE) == "two"


def test_a_slanted_line_is_one_line() -> None:
    words = [word(text, 0.1 * n, 0.1 + 0.003 * n) for n, text in enumerate("abcdef")]
    assert text_in([*words, word("next", 0, 0.14)], 1, WHOLE) == "a b c d e f next"


def test_small_print_beside_large_print_is_in_its_line() -> None:
    words = [word("12", 0.1, 0.1, high=0.05), word("EUR", 0.2, 0.115)]
    assert text_in(words, 1, WHOLE) == "12 EUR"


def test_a_line_of_arabic_is_read_from_the_right() -> None:
    words = [word("المجموع", 0.5, 0.1), word("الكلي", 0.4, 0.1), word("125", 0.3, 0.1)]
    assert text_in(words, 1, WHOLE) == "المجموع الكلي 125"


def test_latin_words_in_a_line_of_hebrew_keep_their_order() -> None:
    words = [
        word("שלום", 0.8, 0.1),
        word("Tea", 0.4, 0.1),
        word("House", 0.5, 0.1),
        word("תודה", 0.2, 0.1),
        word("לך", 0.1, 0.1),
    ]
    assert text_in(words, 1, WHOLE) == "שלום Tea House תודה לך"


def test_hebrew_words_in_a_line_of_latin_keep_their_order() -> None:
    words = [
        word("paid", 0.1, 0.1),
        word("to", 0.2, 0.1),
        word("לוי", 0.3, 0.1),
        word("דן", 0.4, 0.1),
    ]
    words += [word("in", 0.5, 0.1), word("cash", 0.6, 0.1)]
    assert text_in(words, 1, WHOLE) == "paid to דן לוי in cash"


def test_nothing_is_read_where_there_is_nothing() -> None:
    assert text_in([word("a", 0.5, 0.5)], 1, Box(x0=0, y0=0, x1=0.1, y1=0.1)) == ""


PLACES = st.floats(min_value=0, max_value=0.9)


@given(st.lists(st.tuples(st.sampled_from(["a", "ب", "7", "…"]), PLACES, PLACES), max_size=30))
def test_every_word_is_read_once(placed: list[tuple[str, float, float]]) -> None:
    words = [word(f"{text}{n}", x, y) for n, (text, x, y) in enumerate(placed)]
    assert sorted(text_in(words, 1, WHOLE).split()) == sorted(one.text for one in words)
