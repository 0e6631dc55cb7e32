"""The measures of answers are the published ones, and the fit keeps the rate that it was told."""

import random
from typing import Any

import pytest
from bench.ask.fitting import fit, teaches
from bench.ask.metrics import exact, f1, tatqa_scores

from winnow.answering.signals import FEATURES


@pytest.mark.parametrize(
    ("said", "answers", "em", "score"),
    [
        ("the Polonia Warsaw!", ["Polonia Warsaw"], 1.0, 1.0),
        ("Warsaw", ["Polonia Warsaw"], 0.0, 2 / 3),
        ("in 1931", ["1932", "May 1931"], 0.0, 0.5),
        ("Owls", ["Polonia Warsaw"], 0.0, 0.0),
    ],
)
def test_squads_measure(said: str, answers: list[str], em: float, score: float) -> None:
    assert exact(said, answers) == em
    assert f1(said, answers) == pytest.approx(score)


@pytest.mark.parametrize(
    ("said", "scale", "gold", "right"),
    [
        ("$1,496.5", "million", {"answer": ["$1,496.5"], "scale": "million"}, 1.0),
        ("$1,496.5", "", {"answer": ["$1,496.5"], "scale": "million"}, 0.0),
        ("-22.22", "percent", {"answer": -22.22, "scale": "percent", "type": "arithmetic"}, 1.0),
        ("(12.6)", "", {"answer": -12.6, "scale": "", "type": "arithmetic"}, 1.0),
        ("fixed price", "", {"answer": ["Fixed-price"], "scale": ""}, 1.0),
    ],
)
def test_tatqas_measure(said: str, scale: str, gold: dict[str, Any], right: float) -> None:
    told = {"answer_type": gold.pop("type", "span"), **gold}
    assert tatqa_scores(said, scale, told)[0] == right


def rows(count: int, *, telling: bool) -> list[dict[str, Any]]:
    """Questions of which one signal tells whether the passage is there, or none does."""
    draw = random.Random(7)
    made = []
    for at in range(count):
        for variant in ("found", "without"):
            good = variant == "found" and draw.random() < 0.7
            signals = [draw.random() for _ in FEATURES]
            if telling:
                signals[3] = 3.0 * good + draw.random()
            draft = {"signals": signals, "f1": float(good), "cites_passage": good}
            made.append(
                {
                    "id": str(at),
                    "group": f"article {at % 30}",
                    "variant": variant,
                    "retrieved": True,
                    "drafts": [draft],
                }
            )
    return made


def test_a_telling_signal_opens_the_bar_and_the_rate_is_kept() -> None:
    rating = fit(rows(300, telling=True), "fake", 0.02)
    card = rating.card
    assert rating.bar < 1.0
    assert card["unanswerable_answered_at_most"] <= 0.02
    assert card["answerable_answered"] > 0.5 * card["answerable"]


def test_where_nothing_tells_hardly_anything_is_answered() -> None:
    card = fit(rows(300, telling=False), "fake", 0.02).card
    assert card["answerable_answered"] < 0.1 * card["answerable"]


def test_too_few_questions_open_no_bar() -> None:
    assert fit(rows(60, telling=True), "fake", 0.02).bar == 1.0


def test_an_article_teaches_or_tests() -> None:
    teaching = [teaches(f"article {at}") for at in range(200)]
    assert 110 < sum(teaching) < 160
    assert teaches("article 7") == teaches("article 7")
