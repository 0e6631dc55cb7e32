"""The measure by planted faults: it plants what it says, and counts what is found of it."""

import json
from collections import Counter
from random import Random

from bench.tune.labelled_sets import other_intent, other_value
from bench.tune.planted import figures
from bench.tune.planting import Planted, plant

from winnow.contracts.tuning import TrainingExample
from winnow.prompts import unfenced
from winnow.testing.training_examples import INTENT, RECEIPT, example
from winnow.tuning.checks import Report, check
from winnow.tuning.likeness import letters_of
from winnow.tuning.split import given_split

CHOICES = ("card", "top_up", "fee")


def messages(count: int = 200) -> list[TrainingExample]:
    made = []
    for at in range(count):
        rng = Random(at)
        words = " ".join("".join(rng.choices("abcdeghiklnorstu", k=5)) for _ in range(8))
        made.append(example(f"{CHOICES[at % 3]} {words}", {"intent": CHOICES[at % 3]}))
    return made


def test_copies_stand_on_the_other_side_and_near_ones_differ_in_letters() -> None:
    clean = messages()
    planted = plant(clean, 0.05, 0, other_intent(clean))
    texts = {one.id: letters_of(unfenced(one.text)) for one in planted.examples}
    assert len(planted.exact) + len(planted.near) == 10
    for copies, same in ((planted.exact, True), (planted.near, False)):
        for copy, original in copies.items():
            assert (planted.parts[copy], planted.parts[original]) == ("test", "train")
            assert (texts[copy] == texts[original]) is same


def test_swapped_answers_are_wrong_and_nothing_else_is_changed() -> None:
    clean = messages()
    planted = plant(clean, 0.05, 0, other_intent(clean))
    before = {one.id: one.answer for one in clean}
    changed = {one.id for one in planted.examples if one.answer != before.get(one.id, one.answer)}
    assert changed == {id_ for id_, _ in planted.swapped}
    assert len(changed) == 10
    assert Counter(planted.swapped.values()) == {"another choice": 10}


def test_another_value_of_the_same_document_is_one_that_it_prints() -> None:
    one = example("Shop\n03/04/2024\nSUBTOTAL 8.40\nTOTAL 9.00", {"total": 9.0}, RECEIPT)
    two = example("Shop\n05/04/2024\nTOTAL 7.00", {"total": 7.0}, RECEIPT)
    swaps = [other_value([one, two])(one, Random(seed)) for seed in range(20)]
    beside = [swap for swap in swaps if swap and swap[1] == "of the same document"]
    assert beside
    assert {swap[2]["total"] for swap in beside} == {8.4}


def report_of(planted: Planted) -> Report:
    return check(given_split(planted.examples, planted.parts), INTENT)


def test_figures_count_what_is_found_and_what_is_named_beside_it() -> None:
    clean = messages()
    planted = plant(clean, 0.05, 0, other_intent(clean))
    told = figures(planted, report_of(planted), frozenset())
    assert told["exact_copies"]["share"] == told["near_copies"]["share"] == 1
    assert told["contradictions"]["share"] == 1
    assert told["wrong_answers"]["found"]["of"] == 10
    nothing = report_of(Planted(clean, dict.fromkeys((one.id for one in clean), "train")))
    told = figures(planted, nothing, frozenset())
    assert told["exact_copies"]["count"] == told["wrong_answers"]["found"]["count"] == 0
    assert json.dumps(told)
