"""Rungs read labelled documents, and what is chosen of them is stored and climbed."""

import json
import random
from pathlib import Path
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
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.ladder import reading
from winnow.ladder.costs import cost_of
from winnow.ladder.keeping import put_in_use
from winnow.ladder.measuring import check, drawn, measure
from winnow.ladder.tuning import Tuned
from winnow.llm import open as opening
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow_extract import app

RECIPE = """
recipe: slip
version: 1
title: Slip
description: A till slip.
fields:
  type: object
  properties:
    total: {type: number}
must_have: [/total]
tolerated_error: 0.2
second_reading: none
ladder: [local, openai]
"""
DOCUMENTS = 80


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "slip.yaml").write_text(RECIPE)
    return Settings(data=tmp_path / "data", recipes=tmp_path / "recipes", model="openai")


@pytest.fixture
def recipe(settings: Settings) -> Recipe:
    return load_recipes(settings.recipes)["slip"]


@pytest.fixture
def labelled(tmp_path: Path, recipe: Recipe) -> list[Labelled]:
    """Slips; the total of every fourth is smudged."""
    rng, rows = random.Random(3), []
    for number in range(DOCUMENTS):
        total = rng.randint(1000, 9999) / 100
        line = f"TOT {total:.2f} smudged" if number % 4 == 0 else f"TOTAL {total:.2f}"
        text = f"SHOP {number}\nItem 1.00\n{line}\nCASH 100.00"
        rows.append(json.dumps({"id": f"d{number}", "text": text, "gold": {"total": total}}))
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(rows))
    return read_labelled(path, recipe)


class Priced(FakeModel):
    """A model that costs so many dollars a call."""

    def __init__(self, name: str, cost: float, reads: Any) -> None:
        super().__init__({"Slip": reads}, name=name)
        self.cost = cost

    async def fill(self, form: Any, prompt: Any, **asked: Any) -> Any:
        sure = 0.3 if "smudged" in prompt.text and self.name == "small" else 0.99
        self.probabilities = {"/total": sure}
        filled = await super().fill(form, prompt, **asked)
        priced = filled.usage.model_copy(update={"cost_usd": self.cost, "prices": "list"})
        return type(filled)(filled.form, priced, filled.probabilities)


def read_total(text: str) -> float:
    line = next(one for one in text.splitlines() if one.startswith("TOT"))
    return float(line.split()[1])


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> dict[str, Priced]:
    """A cheap model that misreads what is smudged, and a dear one that does not."""

    def small(prompt: Any) -> dict[str, Any]:
        return {"total": 1.0 if "smudged" in prompt.text else read_total(prompt.text)}

    def large(prompt: Any) -> dict[str, Any]:
        return {"total": read_total(prompt.text)}

    made = {"local": Priced("small", 0.001, small), "openai": Priced("large", 0.1, large)}
    monkeypatch.setattr(opening, "open_model", lambda settings: made[settings.model])
    monkeypatch.setattr(app, "open_model", lambda settings: made[settings.model])
    return made


async def tuned(recipe: Recipe, labelled: list[Labelled], settings: Settings, **more: Any) -> Tuned:
    asked = {"bar": None, "seed": 0, "use_given_text": True, "told": lambda *_: None, **more}
    return await measure(recipe, labelled, settings, **asked)


async def test_the_small_model_keeps_what_it_is_sure_of_at_a_fraction_of_the_cost(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, Priced]
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
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, Priced]
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
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, Priced]
) -> None:
    made = await tuned(recipe, labelled, settings)
    first, last = (gates_for(recipe, one) for one in made.calibrations)
    assert first == last
    assert first["/total"].threshold is not None
    assert first["/total"].errors == 0
    alone = gates_for(recipe, made.alone[0])["/total"]
    assert alone.threshold is None or alone.accepted < first["/total"].accepted


async def test_a_lower_bar_leaves_the_small_model_alone(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, Priced]
) -> None:
    ladder = (await tuned(recipe, labelled, settings, bar=0.5)).ladder
    assert [one.name for one in ladder.rungs] == ["local"]
    assert ladder.figures["bar"]["reached"]


async def test_too_few_documents_are_refused_with_the_rung_named(
    recipe: Recipe, labelled: list[Labelled], settings: Settings, models: dict[str, Priced]
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
        self._learn, self._answer = layout.learn, reading.Desk._answer
        monkeypatch.setattr(layout, "learn", self.learn)
        monkeypatch.setattr(reading.Desk, "_answer", self.answer())

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
