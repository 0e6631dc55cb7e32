"""Labelled values become probabilities that mean what they say; bad ones are refused in words."""

import json
import math
import random
from collections.abc import Callable

import pytest

from winnow.calibration import confidence, fit, gates_for
from winnow.calibration.applying import probability
from winnow.calibration.features import FEATURES, features
from winnow.contracts.calibration import Calibration, Judged
from winnow.contracts.evidence import Match, Signals
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe

pytest.importorskip("scipy")

MODEL = "model-of-the-test"
Make = Callable[..., list[Judged]]
GOOD = Signals(grounding=Match.EXACT, grounding_score=1.0, places=1, token_probability=0.99)


def learnt(recipe: Recipe, judged: list[Judged], seed: int = 1) -> Calibration:
    return fit(recipe, judged, model=MODEL, seed=seed)


def test_probabilities_of_unseen_documents_mean_what_they_say(recipe: Recipe, make: Make) -> None:
    calibration = learnt(recipe, make(300))
    unseen = make(300, seed=9)
    rated = [
        (confidence(calibration, one.field, one.value, one.signals), one.right) for one in unseen
    ]
    for low, high in ((0.0, 0.5), (0.5, 0.9), (0.9, 1.0)):
        inside = [(score, right) for score, right in rated if low <= score < high]
        mean = sum(score for score, _ in inside) / len(inside)
        share = sum(right for _, right in inside) / len(inside)
        assert share == pytest.approx(mean, abs=0.09)


def test_figures_are_told_with_their_intervals(recipe: Recipe, make: Make) -> None:
    figures = learnt(recipe, make(200)).figures
    assert set(figures) == {"", "/shop", "/total", "/items/*/amount"}
    for name in ("ece", "brier", "auroc"):
        low, high = figures[""][name]["interval"]
        assert low <= high
    assert figures[""]["auroc"]["value"] > 0.85


def test_what_is_held_out_was_not_learnt_from(recipe: Recipe, make: Make) -> None:
    judged = make(100)
    calibration = learnt(recipe, judged)
    assert calibration.examples == 100
    assert len(calibration.held_out["/shop"]) == 60
    assert len(calibration.documents) == 60
    # the same scorers, whatever is held out: only the documents that teach shape them
    first = {one.group for one in judged if one.group in _teaching(judged, seed=1)}
    spoiled = [
        one if one.group in first else one.model_copy(update={"right": not one.right})
        for one in judged
    ]
    assert learnt(recipe, spoiled).scorers == calibration.scorers


def _teaching(judged: list[Judged], seed: int) -> frozenset[str]:
    from winnow.calibration.splitting import teaching_groups

    return teaching_groups({one.document: one.group for one in judged}, seed)


def test_groups_are_never_torn_apart(recipe: Recipe, make: Make) -> None:
    judged = [
        one.model_copy(update={"group": f"template {int(one.document[1:]) % 7}"})
        for one in make(70)
    ]
    teaching = _teaching(judged, seed=1)
    assert 2 <= len(teaching) <= 4
    assert len(learnt(recipe, judged).documents) == 70 - 10 * len(teaching)


def test_of_a_list_one_cell_a_document_is_held_out(recipe: Recipe, make: Make) -> None:
    calibration = learnt(recipe, make(100))
    assert len(calibration.held_out["/items/*/amount"]) == 60


def test_the_same_examples_and_seed_make_the_same_calibration(recipe: Recipe, make: Make) -> None:
    one, again = learnt(recipe, make(60)), learnt(recipe, list(reversed(make(60))))
    assert one.id == again.id
    assert one.held_out == again.held_out
    other = learnt(recipe, make(60), seed=2)
    assert one.id != other.id
    assert one.data_hash == other.data_hash


def test_it_survives_being_stored(recipe: Recipe, make: Make) -> None:
    calibration = learnt(recipe, make(60))
    stored = Calibration.model_validate_json(calibration.model_dump_json())
    assert stored == calibration
    assert confidence(stored, "/shop", "A shop", GOOD) == confidence(
        calibration, "/shop", "A shop", GOOD
    )


def test_more_evidence_never_lowers_a_confidence(recipe: Recipe, make: Make) -> None:
    rng = random.Random(5)
    judged = [
        one.model_copy(
            update={
                "signals": one.signals.model_copy(
                    update={
                        "agreement": rng.choice(["agrees", "differs"]),
                        "rules_broken": ("sums",) * rng.randint(0, 1),
                    }
                )
            }
        )
        for one in make(100)
    ]
    calibration = learnt(recipe, judged)

    def rated(**changes: object) -> float:
        return confidence(calibration, "/shop", "A shop", GOOD.model_copy(update=changes))

    assert rated(agreement="agrees") >= rated(agreement="differs")
    assert rated(token_probability=0.99) >= rated(token_probability=0.5)
    assert rated() >= rated(grounding=Match.NONE, grounding_score=0.0)
    assert rated() >= rated(rules_broken=("sums",))
    assert rated() >= rated(hidden=True)
    assert rated() >= rated(valid=False)


@pytest.mark.parametrize("errors", [True, False])
def test_a_bad_sign_that_no_example_bore_lowers_a_confidence(
    recipe: Recipe, make: Make, errors: bool
) -> None:
    changes = {} if errors else {"right": True}
    calibration = learnt(recipe, make(60, signals=GOOD, **changes))
    usual = confidence(calibration, "/shop", "A shop", GOOD)
    for sign in (
        {"hidden": True},
        {"valid": False},
        {"rules_broken": ("sums",)},
        {"grounding": Match.NONE, "grounding_score": 0.0},
    ):
        odd = confidence(calibration, "/shop", "A shop", GOOD.model_copy(update=sign))
        assert odd < usual - 0.02


def test_an_unknown_field_gets_the_scorer_of_all_and_has_no_open_gate(
    recipe: Recipe, make: Make
) -> None:
    judged = [one for one in make(150) if one.field != "/total"]
    calibration = learnt(recipe, judged)
    rating = confidence(calibration, "/total", 12.5, GOOD)
    assert rating == probability(calibration.scorers[""], features(12.5, GOOD))
    closed = gates_for(recipe, calibration)["/total"]
    assert closed.threshold is None
    assert "no example" in closed.why


def test_what_is_no_number_is_rated_zero(recipe: Recipe, make: Make) -> None:
    calibration = learnt(recipe, make(60))
    assert confidence(calibration, "/total", math.nan, GOOD) == 0.0
    odd = Signals.model_construct(**{**GOOD.__dict__, "token_probability": math.nan})
    assert confidence(calibration, "/total", 1.0, odd) == 0.0
    nobody = calibration.model_copy(update={"scorers": {}})
    assert confidence(nobody, "/total", 1.0, GOOD) == 0.0


def test_features_have_the_names_that_say_what_they_are() -> None:
    seen = dict(zip(FEATURES, features(None, Signals()), strict=True))
    assert (seen["null"], seen["token_untold"], seen["ocr_untold"]) == (1.0, 1.0, 1.0)
    seen = dict(zip(FEATURES, features("abc", GOOD), strict=True))
    assert (seen["found_exactly"], seen["null"], seen["invalid"]) == (1.0, 0.0, 0.0)
    assert seen["token_logit"] == pytest.approx(math.log(99))


@pytest.mark.parametrize("right", [True, False])
def test_with_one_class_only_one_probability_is_all_that_is_learnt(
    recipe: Recipe, make: Make, right: bool
) -> None:
    calibration = learnt(recipe, make(150, right=right))
    assert ("right" if right else "wrong") in calibration.figures[""]["note"]
    assert calibration.figures[""]["auroc"]["value"] is None
    assert len({one.score for one in calibration.held_out["/shop"]}) == 1
    assert (gates_for(recipe, calibration)["/shop"].threshold is not None) is right


def test_constant_scores_are_said_to_tell_nothing_apart(recipe: Recipe, make: Make) -> None:
    judged = make(150, signals=GOOD, value="A shop", raw=0.5)
    calibration = learnt(recipe, judged)
    assert "the same score" in calibration.figures["/shop"]["note"]
    assert calibration.figures["/shop"]["auroc"]["value"] == 0.5
    closed = gates_for(recipe, calibration)["/shop"]
    assert closed.threshold is None
    assert closed.why


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"recipe": "slip@9"}, "was judged by slip@9, the recipe is now slip@1"),
        ({"model": "another"}, "was read by the model another"),
        ({"field": "/colour"}, "the recipe has no field /colour"),
        ({"value": math.nan}, "is no number"),
        ({"group": "one"}, "of one group"),
        ({"raw": math.inf}, "is no number"),
    ],
)
def test_examples_that_cannot_teach_are_refused_in_words(
    recipe: Recipe, make: Make, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(MisconfiguredError, match=told):
        learnt(recipe, make(30, **changes))


def test_a_signal_that_is_no_number_is_refused_by_name(recipe: Recipe, make: Make) -> None:
    odd = Signals.model_construct(**{**GOOD.__dict__, "token_probability": math.nan})
    with pytest.raises(MisconfiguredError, match="token_logit"):
        learnt(recipe, make(30, signals=odd))


@pytest.mark.parametrize("documents", [0, 1, 19])
def test_too_few_documents_are_refused_in_words(recipe: Recipe, make: Make, documents: int) -> None:
    with pytest.raises(MisconfiguredError, match=r"too few|no labelled value"):
        learnt(recipe, make(documents))


def test_scorers_of_another_version_are_not_applied(recipe: Recipe, make: Make) -> None:
    scorer = json.loads(json.dumps(learnt(recipe, make(30)).scorers[""]))
    scorer["features"] = scorer["features"][1:]
    with pytest.raises(ValueError, match="other features"):
        probability(scorer, features("A shop", GOOD))
