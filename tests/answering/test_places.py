"""Where sentences and quotes stand: an offset off by one shows the asker the wrong words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winnow.answering.locating import locate
from winnow.answering.sentences import Span, around, sentences
from winnow.contracts.evidence import Match


def parts(text: str) -> list[str]:
    return [one.of(text) for one in sentences(text)]


def test_abbreviations_and_initials_end_no_sentence() -> None:
    text = "Mr. J. Smith met Dr. Hall in the U.S. Senate. He lost 3.5 million. Why?"
    assert parts(text) == [
        "Mr. J. Smith met Dr. Hall in the U.S. Senate.",
        "He lost 3.5 million.",
        "Why?",
    ]


def test_each_row_of_a_table_is_a_sentence_and_wrapped_prose_is_not_cut() -> None:
    text = "The fee\nrose again.\n\nYear | 2019\nSales | 5.1. Net"
    assert parts(text) == ["The fee\nrose again.", "Year | 2019", "Sales | 5.1. Net"]


def test_scripts_without_spaces_are_cut_at_their_stops() -> None:
    assert parts("他来了。她走了。") == ["他来了。", "她走了。"]


@given(st.text(alphabet="aB .!?\n|\u3002", max_size=60))
def test_sentences_never_overlap_and_lose_nothing_but_space(text: str) -> None:
    spans = sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    left = "".join(text.split())
    assert "".join("".join(one.of(text).split()) for one in spans) == left


def test_a_place_is_widened_to_the_sentences_it_touches() -> None:
    text = "One is first. Two is next. Three ends."
    assert around(text, Span(20, 30)).of(text) == "Two is next. Three ends."


@pytest.mark.parametrize(
    ("quote", "kind", "shown"),
    [
        ("opened in May 1931", Match.EXACT, "opened in May 1931"),
        ("OPENED  in\nmay 1931", Match.NORMALISED, "opened in May 1931"),
        ("\u201cthe mayor\u2019s\u201d words", Match.NORMALISED, "the mayor's\" words"),
        ("1931-1940.", Match.NORMALISED, "1931\u20131940"),
    ],
)
def test_a_quote_is_found_as_it_stands_or_but_for_its_spelling(
    quote: str, kind: Match, shown: str
) -> None:
    text = 'It was opened in May 1931, in "the mayor\'s" words, for 1931\u20131940.'
    found = locate(quote, text)
    assert found is not None
    assert (found.kind, found.span.of(text)) == (kind, shown)


@pytest.mark.parametrize("quote", ["opened in June 1931", "art", "", " ... ", "open"])
def test_what_does_not_stand_there_as_words_is_not_found(quote: str) -> None:
    assert locate(quote, "A part of it was opened in May 1931.") is None
