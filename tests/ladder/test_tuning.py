"""Rungs read labelled documents, and what is chosen of them is stored and climbed."""

from typing import Any

import pytest

from winnow import layout
from winnow.calibration.gates import gates_for
from winnow.calibration.splitting import teaching_groups
from winnow.config import Settings
from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import Answered, answer_all
from winnow.evaluation.in_use import ladder_in_use
from winnow.evaluation.labelled import Labelled
from winnow.ladder import reading
from winnow.ladder.costs import cost_of
from winnow.ladder.keeping import put_in_use
from winnow.ladder.measuring import check, drawn, measure
from winnow.ladder.tuning import Tuned
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel

DOCUMENTS = 80


async def tuned(recipe: Recipe, labelled: list[Labelled], settings: Settings, **more: Any) -> Tuned:
    asked = {"bar": None, "seed": 0, "use_given_text": True, "told": lambda *_: None, **more}
    return await measure(recipe, labelled, settings, **asked)


async def test_the_small_model_keeps_what_it_is_sure_of_at_a_fraction_of_the_cost(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, FakeModel]
) -> None:
    ladder = (await tuned(recipe, labelled, settings)).ladder
    chosen = ladder.figures["chosen"]
    assert [(one.name, one.model) for one in ladder.rungs] == [
        ("local", "small"),
        ("openai", "large"),
    ]
    assert chosen["quality"]["value"] == 1.0
    assert 0.15 < chosen["cost_of_best"]["value"] < 0.4
    assert ladder.rungs[0].threshold > 0
    assert ladder.rungs[1].threshold == 0
    assert ladder.figures["documents"] == {"tuning": 32, "held_out": 48}


async def test_the_running_services_climb_it_and_pay_what_was_foretold(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, FakeModel]
) -> None:
    made = await tuned(recipe, labelled, settings)
    await put_in_use(made, recipe, settings.database_url())
    climbed = await ladder_in_use(settings, recipe)
    assert (climbed.ladder, climbed.rungs) == (made.ladder, made.calibrations)
    teaching = teaching_groups({one.id: one.group for one in labelled}, 0)
    held = [one for one in labelled if one.group not in teaching]
    answered = await answer_all(held, recipe, settings, rungs=climbed.rungs, ladder=climbed.ladder)
    chosen = made.ladder.figures["chosen"]
    paid = sum(cost_of(one, "", 0.0) for one in answered) / len(held)
    assert paid == pytest.approx(chosen["cost_usd"]["value"])
    assert all(judged.right for one in answered for judged in one.judged)
    rungs = {tuple(call.rung for call in one.usage) for one in answered}
    assert rungs == {(0,), (0, 1)}


async def test_gates_are_tested_on_documents_as_the_ladder_answers_them(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, FakeModel]
) -> None:
    made = await tuned(recipe, labelled, settings)
    first, last = (gates_for(recipe, one) for one in made.calibrations)
    assert first == last
    assert first["/total"].threshold is not None
    assert first["/total"].errors == 0
    alone = gates_for(recipe, made.alone[0])["/total"]
    assert alone.threshold is None or alone.accepted < first["/total"].accepted


async def test_a_lower_bar_leaves_the_small_model_alone(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, FakeModel]
) -> None:
    ladder = (await tuned(recipe, labelled, settings, bar=0.5)).ladder
    assert [one.name for one in ladder.rungs] == ["local"]
    assert ladder.figures["bar"]["reached"]


async def test_too_few_documents_are_refused_with_the_rung_named(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, FakeModel]
) -> None:
    with pytest.raises(MisconfiguredError, match="the rung 'local' cannot be calibrated: 10"):
        await tuned(recipe, labelled[:10], settings)


def test_a_ladder_that_cannot_be_measured_is_refused(recipe: Recipe) -> None:
    with pytest.raises(MisconfiguredError, match="names no `ladder`"):
        check(recipe.model_copy(update={"ladder": ()}))
    rows = {"type": "array", "items": {"type": "string"}}
    fields = {"type": "object", "properties": {"total": {"type": "number"}, "rows": rows}}
    listed = recipe.model_copy(update={"fields": fields, "ladder": ("layout", "local")})
    with pytest.raises(MisconfiguredError, match=r"reads no lists.*/rows/\*"):
        check(listed)


def test_a_model_without_a_price_costs_its_time(labelled: list[Labelled]) -> None:
    def used(**told: Any) -> Answered:
        return Answered(
            labelled[0], usage=(Usage(model="m", stage="extract", **told),), drafted=3.6
        )

    assert cost_of(used(seconds=36.0, cost_usd=0.0, prices="local"), "local", 0.1) == 0.001
    assert cost_of(used(seconds=36.0, cost_usd=None), "openai", 0.1) == 0.001
    assert cost_of(used(seconds=36.0, cost_usd=0.5, prices="list"), "openai", 0.1) == 0.5
    assert cost_of(used(), "layout", 0.1) == pytest.approx(0.0001)


def test_a_draw_keeps_the_order_and_the_seed(labelled: list[Labelled]) -> None:
    some = drawn(labelled, 10, 1)
    assert some == drawn(labelled, 10, 1)
    assert [labelled.index(one) for one in some] == sorted(labelled.index(one) for one in some)
    assert drawn(labelled, 500, 1) == labelled


class Watched:
    """What layouts were learnt from, and which documents each of them read then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taught: list[set[str]] = []
        self.read: list[set[str]] = []
        self._learn, self._answer = layout.learn, reading.Desk.answer
        monkeypatch.setattr(layout, "learn", self.learn)
        monkeypatch.setattr(reading.Desk, "answer", self.answer())

    def learn(self, recipe: Recipe, pairs: Any) -> Any:
        self.taught.append({parsed.text for parsed, _ in pairs})
        return self._learn(recipe, pairs)

    def answer(self) -> Any:
        async def answered(desk: reading.Desk, recipe: Recipe, labelled: Any, *learnt: Any) -> Any:
            if learnt:
                self.read.append({one.text for one in labelled})
            return await self._answer(desk, recipe, labelled, *learnt)

        return answered


async def test_the_layout_never_reads_what_it_learnt_from(
    labelled: list[Labelled], settings: Settings, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    alone = recipe.model_copy(update={"ladder": ("layout",)})
    teaching = teaching_groups({one.id: one.group for one in labelled}, 0)
    settings = settings.model_copy(update={"model": "local"})
    desk = reading.Desk(alone, settings, teaching, 0, use_given_text=True, told=lambda *_: None)
    read = await desk.read("layout", labelled)
    assert len(read.judged) == DOCUMENTS
    whole, *folds = watched.taught
    held = {one.text for one in labelled if one.group not in teaching}
    assert not held & whole
    assert watched.read[-1] == held
    assert sum(map(len, watched.read)) == DOCUMENTS
    for learnt_from, read_by in zip(folds, watched.read, strict=False):
        assert not read_by & learnt_from
