"""A document climbs the ladder of its recipe until a rung may keep it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from winnow.calibration.features import FEATURES
from winnow.calibration.gates import fields_hash
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Extraction
from winnow.contracts.ladders import Ladder, Rung
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError
from winnow.evaluation.given import given_document
from winnow.ladder.validity import Step, steps_of
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers, MemoryCalibrations, MemoryLadders
from winnow_extract.app import create_service
from winnow_extract.climbing import climb
from winnow_extract.drafting import Limits, Readers
from winnow_extract.settings import ExtractSettings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PURPOSE = Purpose(key="event", stage="extract")
TOTAL: dict[str, Any] = {
    "finders": ["amounts"],
    "values": [],
    "known": {},
    "join": " ",
    "first": 9,
    "respell": False,
    "cut": 0.3,
    "weights": {"L:total": 9.0},
}
LOCAL, LARGE = "local", "openai"


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(
        recipe="slip",
        version=1,
        title="Slip",
        description="A slip.",
        fields={"type": "object", "properties": {"total": {"type": "number"}}},
        must_have=("/total",),
        ladder=("layout", LOCAL, LARGE),
    )


@pytest.fixture
def parsed() -> ParsedDocument:
    return given_document("KOPI\nTOTAL RM 9.00\nCASH 10.00")


def calibration(recipe: Recipe, model: str, chance: float, days: int = 0) -> Calibration:
    """One that rates every value alike: log odds of `chance`."""
    scorer = {
        "features": list(FEATURES),
        "weights": [0.0] * len(FEATURES),
        "intercept": {0.5: 0.0, 0.9: 2.2, 0.99: 4.6}[chance],
        "map": {"kind": "logistic", "slope": 1.0, "offset": 0.0},
        "caution": {},
    }
    return Calibration(
        id=f"{model}-{chance}",
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        fields_hash=fields_hash(recipe),
        model=model,
        data_hash="d",
        examples=40,
        created_at=NOW + timedelta(days=days),
        scorers={"": scorer},
        held_out={},
        documents=(),
        second_reader={"recipe": recipe.id, "fields": {"/total": TOTAL}},
    )


class World:
    """A cheap and a dear model, and the layout before them."""

    def __init__(self, recipe: Recipe) -> None:
        form = form_of(recipe).__name__
        self.small = FakeModel({form: {"total": 9.0}}, name="small")
        self.large = FakeModel({form: {"total": 10.0}}, name="large")
        self.answers = MemoryAnswers()

    @property
    def readers(self) -> Readers:
        rungs = {LOCAL: self.small, LARGE: self.large}
        return Readers(self.large, Asker(self.answers), Limits(2, 100), rungs=rungs)

    async def climb(
        self, recipe: Recipe, parsed: ParsedDocument, *steps: Step
    ) -> tuple[Extraction, tuple[Usage, ...]]:
        return await climb(PURPOSE, parsed, recipe, steps, self.readers)


@pytest.fixture
def world(recipe: Recipe) -> World:
    return World(recipe)


def step(recipe: Recipe, name: str, threshold: float, chance: float = 0.9) -> Step:
    number = recipe.ladder.index(name)
    return Step(name, number, threshold, calibration(recipe, name, chance))


async def test_the_layout_keeps_what_it_is_sure_of_and_nobody_is_paid(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    found, usage = await world.climb(
        recipe, parsed, step(recipe, "layout", 0.8), step(recipe, LARGE, 0.0)
    )
    assert (found.data, usage) == ({"total": 9.0}, ())
    leaf = found.leaves["/total"]
    assert (leaf.provenance.model, leaf.evidence.quote) == ("layout", "9.00")
    assert leaf.signals.token_probability is not None
    assert found.calibration == "layout-0.9"
    assert world.large.calls == []


async def test_what_a_rung_is_not_sure_of_climbs_and_every_rung_is_counted(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    found, usage = await world.climb(
        recipe,
        parsed,
        step(recipe, "layout", 0.95),
        step(recipe, LOCAL, 0.95),
        step(recipe, LARGE, 0.0, 0.5),
    )
    assert found.data == {"total": 10.0}
    assert found.leaves["/total"].provenance.model == "large"
    assert [(one.model, one.rung) for one in usage] == [("small", 1), ("large", 2)]


async def test_a_list_that_the_layout_cannot_read_sends_the_document_up(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    rows = {"type": "array", "items": {"type": "string"}}
    fields = {"type": "object", "properties": {"total": {"type": "number"}, "items": rows}}
    listed = recipe.model_copy(update={"fields": fields})
    world = World(listed)
    world.large.fills[form_of(listed).__name__] = {"total": 10.0, "items": ["KOPI"]}
    found, _ = await world.climb(
        listed, parsed, step(listed, "layout", 0.1), step(listed, LARGE, 0.0)
    )
    assert found.data == {"total": 10.0, "items": ["KOPI"]}


async def test_a_field_that_was_never_learnt_sends_the_document_up(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    both = {"total": {"type": "number"}, "shop": {"type": "string"}}
    wider = recipe.model_copy(update={"fields": {"type": "object", "properties": both}})
    world = World(wider)
    world.large.fills[form_of(wider).__name__] = {"total": 10.0, "shop": "KOPI"}
    found, _ = await world.climb(wider, parsed, step(wider, "layout", 0.1), step(wider, LARGE, 0.0))
    assert found.data["shop"] == "KOPI"


async def test_an_answer_that_is_no_good_climbs_and_is_counted(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    world.small.fail_with(UnfillableError("refused", "no"))
    found, usage = await world.climb(
        recipe, parsed, step(recipe, LOCAL, 0.1), step(recipe, LARGE, 0.0)
    )
    assert found.data == {"total": 10.0}
    assert [one.model for one in usage] == ["small", "large"]


async def test_if_the_last_rung_has_no_answer_a_person_gets_the_one_before(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    world.large.fail_with(UnfillableError("refused", "no"))
    found, usage = await world.climb(
        recipe, parsed, step(recipe, LOCAL, 0.95), step(recipe, LARGE, 0.0)
    )
    assert (found.data, found.failure) == ({"total": 9.0}, None)
    assert not found.completeness.complete
    assert "refused" in (found.completeness.reason or "")
    assert [one.model for one in usage] == ["small", "large"]
    world.small.fail_with(UnfillableError("refused", "no"))
    world.answers.answers.clear()
    found, _ = await world.climb(
        recipe, parsed, step(recipe, LOCAL, 0.95), step(recipe, LARGE, 0.0)
    )
    assert found.failure is not None


async def test_where_a_rung_is_away_the_next_reads_only_if_the_recipe_says_so(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    world.small.fail_with(UnreachableError("small"))
    steps = step(recipe, LOCAL, 0.1), step(recipe, LARGE, 0.0)
    with pytest.raises(UnreachableError):
        await world.climb(recipe, parsed, *steps)
    falling = recipe.model_copy(update={"fall_over": True})
    found, _ = await world.climb(falling, parsed, *steps)
    assert found.data == {"total": 10.0}
    assert world.answers.answers
    world.answers.answers.clear()
    world.large.fail_with(UnreachableError("large"))
    with pytest.raises(UnreachableError, match="large"):
        await world.climb(falling, parsed, *steps)


async def test_a_document_that_comes_back_pays_no_rung_twice(
    recipe: Recipe, parsed: ParsedDocument, world: World
) -> None:
    steps = step(recipe, LOCAL, 0.95), step(recipe, LARGE, 0.0)
    world.large.fail_with(UnreachableError("large"), times=1)
    with pytest.raises(UnreachableError):
        await world.climb(recipe, parsed, *steps)
    first = await world.climb(recipe, parsed, *steps)
    assert await world.climb(recipe, parsed, *steps) == first
    assert (len(world.small.calls), len(world.large.calls)) == (1, 2)


MODELS = {"layout": "layout", LOCAL: "small", LARGE: "large"}


class Chosen:
    """A stored ladder of layout and the large model, with its calibrations."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.ladders, self.calibrations = MemoryLadders(), MemoryCalibrations()
        layout = calibration(recipe, "layout", 0.9)
        large = calibration(recipe, "large", 0.99)
        self.calibrations.known += [layout, large]
        rungs = (
            Rung(name="layout", model="layout", calibration=layout.id, threshold=0.7),
            Rung(name=LARGE, model="large", calibration=large.id, threshold=0.0),
        )
        self.ladders.known.append(
            Ladder(
                id="l",
                recipe="slip",
                recipe_version="slip@1",
                task="extract",
                fields_hash=fields_hash(recipe),
                data_hash="d",
                documents=60,
                rungs=rungs,
                created_at=NOW,
            )
        )

    async def steps(self, recipe: Recipe | None = None, **models: str) -> Any:
        steps, why = await steps_of(
            recipe or self.recipe, {**MODELS, **models}, self.ladders, self.calibrations
        )
        return [(one.name, one.number, one.threshold) for one in steps], why


async def test_the_rungs_that_were_chosen_are_climbed(recipe: Recipe) -> None:
    assert await Chosen(recipe).steps() == ([("layout", 0, 0.7), (LARGE, 2, 0.0)], None)


async def test_until_a_ladder_is_chosen_the_last_rung_reads_everything(recipe: Recipe) -> None:
    chosen = Chosen(recipe)
    chosen.ladders.known.clear()
    steps, why = await chosen.steps()
    assert steps == [(LARGE, 2, 0.0)]
    assert "winnow ladder tune slip" in why


async def test_what_was_chosen_for_another_recipe_or_model_is_not_climbed(recipe: Recipe) -> None:
    chosen = Chosen(recipe)
    cases: list[tuple[dict[str, Any], dict[str, str], str]] = [
        ({"instructions": "Read well."}, {}, "recipe has changed"),
        ({"ladder": (LOCAL, LARGE)}, {}, "its rungs are others"),
        ({"ladder": (LARGE, "layout")}, {}, "another order"),
        ({}, {LARGE: "larger"}, "is larger now, and large was measured"),
    ]
    for changed, models, says in cases:
        other = recipe.model_copy(update=changed)
        named = {name: {**MODELS, **models}[name] for name in other.ladder}
        steps, why = await steps_of(other, named, chosen.ladders, chosen.calibrations)
        assert len(steps) == 1
        assert says in (why or "")


async def test_a_rung_that_was_calibrated_anew_or_lost_its_calibration_ends_the_ladder(
    recipe: Recipe,
) -> None:
    chosen = Chosen(recipe)
    newer = calibration(recipe, "large", 0.5, days=1)
    chosen.calibrations.known.append(newer)
    assert "calibrated anew" in (await chosen.steps())[1]
    chosen.calibrations.known.clear()
    assert "not calibrated" in (await chosen.steps())[1]


def test_two_rungs_that_are_one_model_and_unknown_ones_are_refused(
    recipe: Recipe, tmp_path: Path
) -> None:
    for ladder, says in [
        (["openai", "openai:m"], "are both m"),
        (["openai", "openai"], "stands twice"),
        (["gpt"], "there is no rung 'gpt'"),
        (["claude"], "needs ANTHROPIC_API_KEY"),
    ]:
        plain = recipe.model_copy(update={"ladder": tuple(ladder)}).model_dump_json()
        (tmp_path / "slip.yaml").write_text(plain)
        with pytest.raises(MisconfiguredError, match=says):
            create_service(
                ExtractSettings(
                    data=tmp_path,
                    recipes=tmp_path,
                    model="openai",
                    openai_base_url="http://x",
                    openai_model="m",
                )
            )
