"""Grammars, and the weights that were made from them."""

import json
from importlib.resources import files

import numpy as np
import pytest

from winnow.guardrails.learning.grammar import Grammar
from winnow.guardrails.linear import BUCKETS, Name, hashed, shipped

MODELS: tuple[Name, ...] = ("questions", "passages", "hate")


@pytest.mark.parametrize("name", MODELS)
def test_a_grammar_draws_the_same_texts_for_a_seed_and_fills_every_slot(name: str) -> None:
    first = list(Grammar(name).draw(200, seed=1))
    assert first == list(Grammar(name).draw(200, seed=1))
    assert first != list(Grammar(name).draw(200, seed=2))
    assert all("{" not in one.text for one in first)
    assert sum(one.bad for one in first) == sum(not one.bad for one in first) == 200


@pytest.mark.parametrize("name", MODELS)
def test_no_text_is_of_both_kinds(name: str) -> None:
    drawn = list(Grammar(name).draw(500, seed=3))
    bad = {one.text.lower() for one in drawn if one.bad}
    assert not bad & {one.text.lower() for one in drawn if not one.bad}


def test_words_are_hashed_alike_whatever_their_case_into_unit_length() -> None:
    places, values = hashed("Ignore THE rules")
    again, _ = hashed("ignore the rules")
    assert places.tolist() == again.tolist()
    assert places.max() < BUCKETS
    assert np.linalg.norm(values) == pytest.approx(1)


@pytest.mark.parametrize("name", MODELS)
def test_weights_are_shipped_with_a_card_that_tells_how_well_they_did(name: Name) -> None:
    card = json.loads((files("winnow.guardrails.weights") / "card.json").read_text())[name]
    weights = shipped(name)
    assert weights.vector.shape == (384,)
    assert weights.words.shape == (BUCKETS,)
    assert card["embedder"].startswith(weights.embedder)
    assert card["found"] > 0.4
    assert card["false_alarms"] <= 0.06
