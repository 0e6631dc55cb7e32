"""The prior never rates what it should not trust."""

import pytest

from winnow.contracts.evidence import Match, Signals
from winnow_extract.confidence import rate

FOUND = Signals(grounding=Match.EXACT, grounding_score=1, token_probability=0.99)


def test_a_sure_value_found_word_for_word_is_rated_as_the_model_is_sure() -> None:
    assert rate("x", FOUND) == pytest.approx(0.99)


@pytest.mark.parametrize(
    "worse",
    [
        {"grounding": Match.NORMALISED},
        {"grounding": Match.FUZZY},
        {"grounding": Match.NONE},
        {"ocr_confidence": 0.5},
        {"rules_broken": ("sum",)},
        {"valid": False},
        {"token_probability": 0.3},
    ],
)
def test_every_bad_sign_lowers_the_rating(worse: dict[str, object]) -> None:
    assert rate("x", FOUND.model_copy(update=worse)) < rate("x", FOUND)


def test_an_invented_value_stays_far_below_any_bar() -> None:
    assert rate("x", FOUND.model_copy(update={"grounding": Match.NONE})) <= 0.2


def test_an_empty_value_is_never_certain() -> None:
    assert rate(None, FOUND) <= 0.5
