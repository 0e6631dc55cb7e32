"""The gate lets pass what is better by more than the noise, and says why it does not."""

import random
from collections.abc import Sequence

import pytest

from winnow.contracts.tuning import ModelCard
from winnow.recipes.recipe import Recipe
from winnow.registry.evidence import Difference, Evidence, Outcome, Parity
from winnow.registry.gate import Challenge, judge
from winnow.registry.paired import apart, pairs_of
from winnow.registry.verdict import GateVerdict
from winnow.testing.tuned import BASE, BASE_HASH, calibration_of, card_of, evidence_of, outcomes

GOOD = [1.0] * 36 + [0.0] * 4
BAD = [1.0] * 20 + [0.0] * 20


def judged(recipe: Recipe, evidence: Evidence | None, /, **told: object) -> GateVerdict:
    card = card_of(recipe)
    values = {
        "card": card,
        "recipe": recipe,
        "base_hash": BASE_HASH,
        "champion": BASE,
        "evidence": evidence,
        "calibration": calibration_of(recipe, card.name),
    }
    return judge(Challenge(**{**values, **told}))  # type: ignore[arg-type]


def broken(verdict: GateVerdict) -> dict[str, str]:
    return {one.name: one.reason for one in verdict.broken}


@pytest.fixture
def card(recipe: Recipe) -> ModelCard:
    return card_of(recipe)


def test_a_clearly_better_one_passes_and_each_rule_says_why(
    recipe: Recipe, card: ModelCard
) -> None:
    verdict = judged(recipe, evidence_of(card, GOOD, BAD))
    assert verdict.passed, verdict.words
    reasons = {one.name: one.reason for one in verdict.checks}
    assert "0.500 -> 0.900 (+0.400" in reasons["better"]
    assert "ECE 0.021 (0.010-0.040)" in reasons["calibrated"]
    paths = "local: 40 of 40 outputs are the same; openai: 40 of 40 outputs are the same"
    assert reasons["serving path"] == paths
    assert verdict.words.endswith("may be champion")


@pytest.mark.parametrize(
    ("rights", "before", "why"),
    [
        (GOOD, [1.0] * 34 + [0.0] * 6, "may be chance"),
        (BAD, GOOD, "it lost"),
        (GOOD, GOOD, "may be chance"),
    ],
)
def test_what_is_not_better_by_more_than_the_noise_is_refused(
    recipe: Recipe, card: ModelCard, rights: list[float], before: list[float], why: str
) -> None:
    verdict = judged(recipe, evidence_of(card, rights, before))
    assert why in broken(verdict)["better"]
    assert "is refused: better:" in verdict.words


def test_of_equal_models_few_pass_by_chance(recipe: Recipe, card: ModelCard) -> None:
    rng = random.Random(7)
    passed = 0
    for _ in range(100):
        both = [[float(rng.random() < 0.8) for _ in range(60)] for _ in range(2)]
        passed += judged(recipe, evidence_of(card, *both)).passed
    assert passed <= 5


def test_a_slice_that_became_worse_refuses_what_is_better_on_the_whole(
    recipe: Recipe, card: ModelCard
) -> None:
    rights = [1.0, 0.0] * 12 + [1.0] * 60  # every second of the first ones is fr
    before = [0.0, 1.0] * 12 + [0.0] * 60
    evidence = evidence_of(card, rights, before, languages=["de"])
    halves = ["de", "fr"] * 12 + ["de"] * 60
    mixed = [
        tuple(
            one.model_copy(update={"slices": {"language": language}})
            for one, language in zip(side, halves, strict=True)
        )
        for side in (evidence.outcomes, evidence.champion_outcomes)
    ]
    evidence = evidence.model_copy(update={"outcomes": mixed[0], "champion_outcomes": mixed[1]})
    found = broken(judged(recipe, evidence))
    assert set(found) == {"slices"}
    assert "worse in language: fr 1.000 -> 0.000" in found["slices"]


def test_slices_with_too_few_documents_are_told_and_not_judged(
    recipe: Recipe, card: ModelCard
) -> None:
    languages = ["fr", *["de"] * 39]
    rights, before = [0.0, *[1.0] * 39], [1.0, *[0.0] * 39]
    verdict = judged(recipe, evidence_of(card, rights, before, languages=languages))
    assert verdict.passed
    [slices] = [one for one in verdict.checks if one.name == "slices"]
    assert slices.reason.endswith("too few to judge: language: fr (1)")


def test_too_few_documents_or_not_the_same_ones_are_refused(
    recipe: Recipe, card: ModelCard
) -> None:
    few = broken(judged(recipe, evidence_of(card, [1.0] * 12, [0.0] * 12)))
    assert "it takes 30" in few["documents"]
    apart_ = broken(judged(recipe, evidence_of(card, GOOD, BAD[:35])))
    assert "5 by one of them alone" in apart_["documents"]
    none = broken(judged(recipe, evidence_of(card, GOOD, [])))
    assert {"documents", "better"} <= set(none)


def test_what_was_never_compared_or_with_another_champion_is_refused(
    recipe: Recipe, card: ModelCard
) -> None:
    assert "never compared" in broken(judged(recipe, None))["compared"]
    evidence = evidence_of(card, GOOD, BAD, champion="older")
    assert "with older, and small serves now" in broken(judged(recipe, evidence))["compared"]
    other = evidence_of(card, GOOD, BAD).model_copy(update={"challenger": "another"})
    assert "is of another" in broken(judged(recipe, other))["compared"]
    assert judged(recipe, evidence, champion=None).passed


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"base_hash": "b2"}, "base"),
        ({"calibration": None}, "calibrated"),
    ],
)
def test_what_is_not_fresh_or_not_calibrated_is_refused(
    recipe: Recipe, card: ModelCard, told: dict[str, object], rule: str
) -> None:
    assert set(broken(judged(recipe, evidence_of(card, GOOD, BAD), **told))) == {rule}


def test_a_changed_recipe_is_refused_twice_over(recipe: Recipe, card: ModelCard) -> None:
    changed = recipe.model_copy(update={"instructions": "Mind the tip."})
    verdict = judged(recipe, evidence_of(card, GOOD, BAD), recipe=changed, calibration=None)
    assert set(broken(verdict)) == {"recipe", "calibrated"}


def test_a_calibration_of_anothers_outputs_does_not_do(recipe: Recipe, card: ModelCard) -> None:
    other = calibration_of(recipe, BASE)
    found = broken(judged(recipe, evidence_of(card, GOOD, BAD), calibration=other))
    assert found == {"calibrated": "the calibration is of small, not of its own outputs"}


@pytest.mark.parametrize(("interval", "passes"), [((0.08, 0.3), True), ((0.12, 0.3), False)])
def test_confidences_that_are_shown_to_be_far_off_are_refused(
    recipe: Recipe, card: ModelCard, interval: tuple[float, float], passes: bool
) -> None:
    figures = {"": {"examples": 60, "ece": {"value": 0.2, "interval": list(interval)}}}
    off = calibration_of(recipe, card.name).model_copy(update={"figures": figures})
    verdict = judged(recipe, evidence_of(card, GOOD, BAD), calibration=off)
    assert verdict.passed is passes
    assert set(broken(verdict)) == (set() if passes else {"calibrated"})


def test_a_server_that_could_not_be_tried_is_told_with_its_reason(
    recipe: Recipe, card: ModelCard
) -> None:
    tried = [
        Parity(path="local", documents=40, same=40),
        Parity(path="openai", documents=0, same=0, why="port taken"),
    ]
    found = broken(judged(recipe, evidence_of(card, GOOD, BAD, parity=tried)))
    assert found["serving path"].endswith("openai: nothing was compared: port taken")


def test_tasks_without_values_need_no_calibration(recipe: Recipe) -> None:
    card = card_of(recipe, task="classify")
    verdict = judged(recipe, evidence_of(card, GOOD, BAD), card=card, calibration=None)
    assert verdict.passed


def parities(*told: tuple[str, int, int]) -> list[Parity]:
    return [
        Parity(
            path=path,
            documents=40,
            same=same,
            differences=tuple(
                Difference(document=f"d{at}", expected="1", got="2") for at in range(listed)
            ),
        )
        for path, same, listed in told
    ]


@pytest.mark.parametrize(
    ("paths", "passes", "why"),
    [
        ([], False, "not tried on the path local"),
        ([("openai", 40, 0)], False, "not tried on the path local"),
        ([("local", 40, 0)], False, "not tried on the path openai"),
        ([("local", 40, 0), ("openai", 40, 0)], True, "openai: 40 of 40"),
        (
            [("local", 39, 1), ("openai", 40, 0)],
            False,
            "local: 39 of 40 outputs are the same; others: d0",
        ),
        ([("local", 40, 0), ("openai", 38, 2)], True, "others: d0, d1"),
        ([("local", 40, 0), ("openai", 38, 1)], False, "openai: 38 of 40"),
    ],
)
def test_serving_gives_what_was_measured_or_each_difference_is_listed(
    recipe: Recipe,
    card: ModelCard,
    paths: Sequence[tuple[str, int, int]],
    passes: bool,
    why: str,
) -> None:
    verdict = judged(recipe, evidence_of(card, GOOD, BAD, parity=parities(*paths)))
    [found] = [one for one in verdict.checks if one.name == "serving path"]
    assert why in found.reason
    assert verdict.passed is passes


def test_f1_is_taken_of_all_values_not_as_a_mean_over_documents() -> None:
    def of(*counts: tuple[int, int, int]) -> list[Outcome]:
        return [Outcome(document=f"d{at}", right=0.0, counts=one) for at, one in enumerate(counts)]

    found = apart(pairs_of(of((1, 10, 10), (1, 1, 1)), of((10, 10, 10), (0, 1, 1))))
    assert found.before == pytest.approx(2 / 11)
    assert found.now == pytest.approx(10 / 11)
    assert found.low <= found.gain <= found.high


def test_graded_metrics_are_tested_by_the_signs_of_their_differences() -> None:
    before = outcomes([0.4 + 0.01 * (at % 7) for at in range(40)])
    now = outcomes([0.45 + 0.01 * (at % 5) for at in range(40)])
    better, worse = apart(pairs_of(before, now)), apart(pairs_of(now, before))
    assert better.p < 0.001
    assert better.low > 0
    assert better.p_worse > 0.99
    assert worse.p_worse < 0.001
    same = apart(pairs_of(before, before))
    assert (same.p, same.p_worse, same.gain) == (1.0, 1.0, 0.0)
