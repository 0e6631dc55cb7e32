"""Follow-up questions by rules: what is left out is carried over, and nothing is made up."""

import pytest

from winnow.answering.following_up import names_in, standalone_by_rules, stands_alone
from winnow.contracts.questions import Turn

TESLA = [Turn(question="When was Nikola Tesla born?", answer="He was born on 10 July 1856.")]
ACME = [Turn(question="What was the revenue of Acme Corp in 2018?", answer="5 million.")]


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("Where did he study?", "Where did Nikola Tesla study?"),
        ("What was his first job?", "What was Nikola Tesla's first job?"),
        ("And where did he die?", "And where did Nikola Tesla die?"),
        ("What about Thomas Edison?", "When was Thomas Edison born?"),
        ("Why?", "When was Nikola Tesla born? Why?"),
    ],
)
def test_the_subject_of_the_conversation_is_carried_over(asked: str, alone: str) -> None:
    assert standalone_by_rules(asked, TESLA) == alone


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ("And in 2019?", "What was the revenue of Acme Corp in 2019?"),
        ("What about Globex?", "What was the revenue of Globex in 2018?"),
    ],
)
def test_an_elliptic_question_repeats_the_earlier_one_with_what_is_new(
    asked: str, alone: str
) -> None:
    assert standalone_by_rules(asked, ACME) == alone


@pytest.mark.parametrize(
    "asked",
    [
        "Who founded Kenya's first university?",
        "What is a prime number?",
        "How long does it take to build a bridge?",
        "When did Thomas Edison sell his company?",
        "Is it possible to return a parcel?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(asked: str) -> None:
    assert stands_alone(asked)
    assert standalone_by_rules(asked, TESLA) == asked


def test_without_a_conversation_nothing_is_carried_over() -> None:
    assert standalone_by_rules(" Where did he study? ", []) == "Where did he study?"


def test_of_several_names_in_an_answer_none_is_guessed() -> None:
    history = [Turn(question="who won?", answer="Both Anna Berg and Otto Lund won.")]
    assert standalone_by_rules("How old is she?", history) == "How old is she?"


def test_names_are_found_without_the_word_that_opens_the_sentence() -> None:
    said = 'Did the University of Oslo print "Peer Gynt" for Henrik Ibsen?'
    assert names_in(said) == ["University of Oslo", "Peer Gynt", "Henrik Ibsen"]
