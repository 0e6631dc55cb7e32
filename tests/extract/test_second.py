"""A second reading of a document, beside the one that is rated."""

from pathlib import Path
from typing import Any

import pytest

from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError
from winnow.evaluation.given import given_document
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose
from winnow.llm.port import LanguageModel
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers
from winnow_extract.app import create_service
from winnow_extract.drafting import Limits, Readers, draft
from winnow_extract.rating import rate_all
from winnow_extract.second import Second, second_answer, second_signals
from winnow_extract.settings import ExtractSettings

FIELDS = {
    "total": {"type": "number"},
    "shop": {"type": "string"},
    "items": {
        "type": "array",
        "items": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
}
PURPOSE = Purpose("event", "extract")
ROOT = Path(__file__).resolve().parents[2]
VALUES: dict[str, Scalar] = {"/total": 9.0, "/shop": "KOPI", "/items/0/name": "TEH"}


@pytest.fixture
def recipe() -> Recipe:
    fields = {"type": "object", "properties": FIELDS}
    return Recipe(recipe="slip", version=1, title="Slip", description="A slip.", fields=fields)


@pytest.fixture
def parsed() -> ParsedDocument:
    return given_document("KOPI\nTEH 9.00\nTOTAL RM 9.00\nCASH 10.00")


def learnt(**weights: float) -> dict[str, Any]:
    total = {
        "finders": ["amounts"],
        "values": [],
        "known": {},
        "join": " ",
        "first": 9,
        "respell": False,
    }
    return {"fields": {"/total": total | {"cut": 0.6, "weights": weights}}}


def test_the_learnt_layout_agrees_with_a_value(recipe: Recipe, parsed: ParsedDocument) -> None:
    found = second_signals(recipe, parsed, VALUES, learnt(**{"L:total": 9.0}))
    assert found == {"/total": Second("agrees", 9.0, "layout")}


def test_the_learnt_layout_differs_from_a_value(recipe: Recipe, parsed: ParsedDocument) -> None:
    found = second_signals(recipe, parsed, VALUES, learnt(**{"L:cash": 9.0}))
    assert found == {"/total": Second("differs", 10.0, "layout")}


def test_under_its_cut_the_layout_is_silent(recipe: Recipe, parsed: ParsedDocument) -> None:
    found = second_signals(recipe, parsed, VALUES, learnt())
    assert found == {"/total": Second("silent", None, "layout")}


def test_without_a_learnt_layout_there_is_no_signal(recipe: Recipe, parsed: ParsedDocument) -> None:
    assert second_signals(recipe, parsed, VALUES, None) == {}


def test_a_broken_layout_leaves_the_draft_alone(recipe: Recipe, parsed: ParsedDocument) -> None:
    assert second_signals(recipe, parsed, VALUES, {"fields": {"/total": {}}}) == {}


def test_the_signals_stand_in_the_leaf(recipe: Recipe, parsed: ParsedDocument) -> None:
    data = {"total": 9.0, "shop": "KOPI", "items": []}
    seconds = {"/total": Second("differs", 10.0, "layout")}
    rated = rate_all(recipe, parsed, data, {}, "fake", "p", seconds=seconds)
    signals = rated.leaves["/total"].signals
    assert (signals.agreement, signals.second_value, signals.second_reader) == (
        "differs",
        10.0,
        "layout",
    )
    assert rated.leaves["/shop"].signals.agreement is None


async def ask(
    recipe: Recipe, parsed: ParsedDocument, model: LanguageModel, kept: MemoryAnswers | None = None
) -> Any:
    readers = Readers(
        FakeModel(), Asker(kept or MemoryAnswers()), Limits(2, 100), {"openai": model}
    )
    questions = readers.second_questions(PURPOSE, "openai")
    return await second_answer(questions, parsed, recipe, VALUES, 2), questions.usage


def model_of(recipe: Recipe, **answer: Any) -> FakeModel:
    return FakeModel({form_of(recipe).__name__: answer}, name="other")


async def test_another_model_agrees_differs_or_says_nothing(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    other = model_of(recipe, total=10.0, shop=None, items=[{"name": "ROTI"}, {"name": "Teh"}])
    found, usage = await ask(recipe, parsed, other)
    assert {pointer: second.agreement for pointer, second in found.items()} == {
        "/total": "differs",
        "/shop": "silent",
        "/items/0/name": "agrees",
    }
    assert found["/total"] == Second("differs", 10.0, "other")
    assert [one.stage for one in usage] == ["second"]


async def test_another_model_is_paid_once(recipe: Recipe, parsed: ParsedDocument) -> None:
    other, kept = model_of(recipe, total=9.0, shop="KOPI", items=[]), MemoryAnswers()
    first = await ask(recipe, parsed, other, kept)
    assert await ask(recipe, parsed, other, kept) == first
    assert len(other.calls) == 1


async def test_a_second_model_that_is_away_takes_nothing_from_the_draft(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    other = model_of(recipe)
    other.fail_with(UnreachableError("away"))
    assert await ask(recipe, parsed, other) == ({}, [])


async def test_a_second_model_without_an_answer_takes_nothing_from_the_draft(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    other = model_of(recipe)
    other.fail_with(UnfillableError("refused", "no"))
    found, usage = await ask(recipe, parsed, other)
    assert found == {}
    assert [one.stage for one in usage] == ["second"]


async def test_a_draft_has_the_second_reading_that_its_recipe_names(
    recipe: Recipe, parsed: ParsedDocument
) -> None:
    recipe = recipe.model_copy(update={"second_reading": "openai"})
    answer = {"total": 9.0, "shop": "KOPI", "items": []}
    first = FakeModel({form_of(recipe).__name__: answer}, name="first")
    other = model_of(recipe, **answer | {"total": 10.0})
    readers = Readers(first, Asker(MemoryAnswers()), Limits(2, 100), {"openai": other})
    extraction, usage = await draft(PURPOSE, parsed, recipe, readers)
    signals = extraction.leaves["/total"].signals
    assert (signals.agreement, signals.second_value) == ("differs", 10.0)
    assert [one.stage for one in usage] == ["extract", "second"]


def test_a_second_reading_by_the_same_model_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "recipes" / "receipt.yaml").read_text()
    (tmp_path / "receipt.yaml").write_text(f"{text}\nsecond_reading: openai\n")
    settings = ExtractSettings(
        data=tmp_path,
        recipes=tmp_path,
        model="openai",
        openai_base_url="http://x",
        openai_model="m",
    )
    with pytest.raises(MisconfiguredError, match="name another model"):
        create_service(settings)
