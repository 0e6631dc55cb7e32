"""What two questions must share to have one answer."""

import pytest

from winnow.semantic.facts import facts_of, says_the_same


def same(one: str, two: str, language: str = "en") -> bool:
    return says_the_same(facts_of(one, language), facts_of(two, language))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Who founded ACME?", "Can you tell me who founded ACME?"),
        ("Who founded ACME?", "who founded acme"),
        ("What is the total of invoice 12?", "what's the total of invoice 12"),
        ("Who didn't pay?", "Who did not pay?"),
        ("Which two firms merged?", "Which 2 firms merged?"),
        ("How many people live in 1,200 houses?", "How many people live in 1200 houses?"),
        ("Where is the house?", "Where are the houses?"),
        ("In what city was Tesla born?", "What city was Tesla born in?"),
    ],
)
def test_the_same_question_in_other_words(one: str, two: str) -> None:
    assert same(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Who paid in 2023?", "Who paid in 2024?"),
        ("Who paid?", "Who did not pay?"),
        ("Who paid?", "Who never paid?"),
        ("Did Germany attack France?", "Did France attack Germany?"),
        ("Who founded ACME?", "Who founded APEX?"),
        ("Who is the president?", "Who was the president?"),
        ("When was it built?", "Where was it built?"),
        ("Before 1990, who led?", "After 1990, who led?"),
        ("Who won the war?", "Who lost the war?"),
        ("Which three firms merged?", "Which two firms merged?"),
    ],
)
def test_another_question_in_nearly_the_same_words(one: str, two: str) -> None:
    assert not same(one, two)


@pytest.mark.parametrize(
    ("one", "two", "language", "alike"),
    [
        ("Wer hat bezahlt?", "Können Sie mir sagen, wer hat bezahlt?", "de", True),
        ("Wer hat bezahlt?", "Wer hat nicht bezahlt?", "de", False),
        ("¿Quién pagó?", "¿Quién no pagó?", "es", False),
        ("谁付了钱\uff1f", "谁没付钱\uff1f", "zh", False),
        ("谁付了钱\uff1f", "谁付了钱", "zh", True),
        ("من دفع؟", "من لم يدفع؟", "ar", False),
    ],
)
def test_other_languages(one: str, two: str, language: str, alike: bool) -> None:
    assert same(one, two, language) is alike


@pytest.mark.parametrize("strange", ["", "?", "n't", "\0", "'s", "1,", "\u2019", "🤷"])
def test_a_question_that_is_none_has_facts_too(strange: str) -> None:
    assert same(strange, strange)
