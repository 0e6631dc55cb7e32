"""The words that may be quoted, and the kind of answer that a question asks for."""

import pytest

from winnow.answering.candidates import candidates
from winnow.answering.kinds import Kind, fits, kind_of
from winnow.answering.sentences import Span

TEXT = "In 1931 the Vell Bridge, named after its builder, cost 4.2 million crowns (12% of taxes)."


def runs(question: str, text: str = TEXT) -> dict[str, Span]:
    return candidates(text, [Span(0, len(text))], question, kind_of(question), "en")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who built it?", "person"),
        ("To whom was it sold?", "person"),
        ("When was it built?", "time"),
        ("In what year was it built?", "time"),
        ("How many people came?", "number"),
        ("What was the total cost?", "number"),
        ("What percentage of taxes was it?", "percent"),
        ("Where does it stand?", "place"),
        ("Why was it built?", "other"),
        ("Wann wurde sie gebaut?", "time"),
        ("¿Cuántos vinieron?", "number"),
    ],
)
def test_the_words_of_a_question_tell_what_it_asks_for(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


def test_each_run_stands_where_it_says() -> None:
    found = runs("Why was it built?")
    assert all(span.of(TEXT) == words for words, span in found.items())
    assert "Vell Bridge" in found


@pytest.mark.parametrize(
    ("question", "in_", "out"),
    [
        ("When was it built?", "1931", "Vell Bridge"),
        ("How much did it cost?", "4.2 million crowns", "1931"),
        ("What percentage of taxes was it?", "12%", "1931"),
    ],
)
def test_where_some_runs_are_of_the_kind_only_those_may_be_chosen(
    question: str, in_: str, out: str
) -> None:
    found = runs(question)
    assert in_ in found
    assert out not in found


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert "Vell Bridge" not in runs("What is the Vell Bridge named after?")


def test_cells_of_a_row_are_not_joined() -> None:
    found = runs("Why?", "Sales | 12.5 | 13.5")
    assert {"12.5", "13.5"} <= set(found)
    assert not any(" | " in words for words in found)


def test_where_capitals_do_not_tell_nothing_is_held_against_a_name() -> None:
    assert fits("person", "王小明") is None
    assert fits("person", "the mayor") is False
