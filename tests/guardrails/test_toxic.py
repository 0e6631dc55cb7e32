"""Groups and slurs are made alike before a text is judged."""

import pytest

from winnow.guardrails.toxic.groups import alike


@pytest.mark.parametrize("group", ["women", "Muslims", "gay people", "immigrants", "black people"])
def test_whichever_group_is_named_the_model_sees_the_same(group: str) -> None:
    assert alike(f"I met many {group} today.") == "I met many GROUPs today."


def test_one_of_a_group_and_disguised_letters_are_seen_too() -> None:
    assert alike("She is a Muslim.") == "She is a GROUP."
    assert alike("I met w0men there.") == "I met GROUPs there."
    assert alike("I met w o m e n there.") == "I met GROUPs there."


def test_texts_without_groups_stay_as_they_are() -> None:
    text = "The invoice of 12 March names 3 suppliers and a printer X200."
    assert alike(text) == text


def test_words_that_only_look_alike_are_no_groups() -> None:
    assert alike("The Indiana branch sells black ink.") == "The Indiana branch sells black ink."
