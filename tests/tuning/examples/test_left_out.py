"""What labels do not answer makes no example, and why is told; files hold what was written."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples import read_examples, record_examples, write_examples
from winnow.tuning.examples.collecting import collect
from winnow.tuning.examples.labelled import LeftOut, Progress

TEXT = "CORNER CAFE\n\nTea 3.00\n\nTotal 3.00"
GOLD: dict[str, Any] = {
    "company": "CORNER CAFE",
    "date": None,
    "total": 3.0,
    "paid": None,
    "items": [{"name": "Tea", "amount": 3.0}],
}


async def told(
    recipe: Recipe, settings: Settings, *labelled: Labelled
) -> tuple[list[TrainingExample], list[LeftOut]]:
    steps: list[Progress] = []
    made = await record_examples(labelled, recipe, settings, on_progress=steps.append)
    assert [step.done for step in steps] == list(range(1, len(labelled) + 1))
    return made, [step.left_out for step in steps if step.left_out]


def given(name: str, text: str = TEXT, **gold: Any) -> Labelled:
    return Labelled(name, name, {**GOLD, **gold}, text=text)


async def test_a_key_that_nobody_labelled_leaves_the_document_out(
    slip: Recipe, settings: Settings
) -> None:
    lacking = Labelled("b", "b", {key: GOLD[key] for key in ("company", "items")}, text=TEXT)
    rows = given("c", items=[{"name": "Tea"}])
    made, [first, second] = await told(slip, settings, given("a"), lacking, rows)
    assert [one.document for one in made] == ["a"]
    assert (first.document, first.reason) == ("b", "unjudged")
    assert "/date, /total, /paid" in first.detail
    assert "/items/*/amount" in second.detail


async def test_an_answer_that_fits_no_form_leaves_the_document_out(
    slip: Recipe, settings: Settings
) -> None:
    made, [left] = await told(slip, settings, given("a", company="x" * 10_000), given("b"))
    assert [one.document for one in made] == ["b"]
    assert left.reason == "misfit"
    assert "/company" in left.detail
    assert "xxx" not in left.detail  # it is the document's text


async def test_a_document_without_text_is_left_out(slip: Recipe, settings: Settings) -> None:
    _, [left] = await told(slip, settings, given("a", text=" \n "))
    assert left.reason == "file_no_text"


async def test_another_recipe_than_the_services_have_is_refused(
    slip: Recipe, settings: Settings
) -> None:
    changed = slip.model_copy(update={"instructions": "Take the total."})
    with pytest.raises(MisconfiguredError, match="WINNOW_RECIPES"):
        await record_examples([given("a")], changed, settings)


async def test_a_file_is_known_by_its_bytes_whatever_text_is_taken(
    slip: Recipe, settings: Settings, tmp_path: Path
) -> None:
    (file := tmp_path / "a.txt").write_text(TEXT)
    document = Labelled("a", "template-1", GOLD, file, text=TEXT)
    for use in (True, False):
        [one] = await record_examples([document], slip, settings, use_given_text=use)
        assert one.sha256 == sha256(TEXT.encode()).hexdigest()
        assert one.group == "template-1"


async def test_nothing_is_left_behind(slip: Recipe, settings: Settings) -> None:
    await told(slip, settings, given("a"))
    assert not settings.data.exists()


async def test_two_documents_of_equal_text_keep_the_answer_of_each(
    slip: Recipe, settings: Settings
) -> None:
    """Contradictions are for the data checks to find."""
    made, _ = await told(slip, settings, given("a"), given("b", total=4.0))
    assert [one.document for one in made] == ["a", "b"]
    assert made[0].text == made[1].text
    assert made[0].answer != made[1].answer
    assert made[0].id != made[1].id


async def test_examples_are_read_as_they_were_written(
    slip: Recipe, settings: Settings, tmp_path: Path
) -> None:
    made, _ = await told(slip, settings, given("a"), given("b", text=TEXT + "\u2028 é"))
    path = tmp_path / "out" / "examples.jsonl"
    write_examples(path, made)
    assert read_examples(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["examples.jsonl"]


def test_a_file_that_holds_no_examples_is_told_by_line(tmp_path: Path) -> None:
    (path := tmp_path / "a.jsonl").write_text('{"id": "a"}\nno json\n')
    with pytest.raises(MisconfiguredError) as error:
        read_examples(path)
    assert f"{path}:1: is no training example" in str(error.value)
    assert f"{path}:2: is no training example" in str(error.value)
    path.write_text("\n")
    with pytest.raises(MisconfiguredError, match="there is no training example"):
        read_examples(path)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (path := tmp_path / "a.jsonl").mkdir()
    with pytest.raises(MisconfiguredError, match="cannot be written"):
        write_examples(path, [])
    assert path.is_dir()
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


async def test_consent_is_asked_again_when_examples_are_collected(
    slip: Recipe, settings: Settings
) -> None:
    made, _ = await told(slip, settings, given("a"))
    reviewed = made[0].model_copy(update={"id": "r", "origin": "review", "tenant": "acme"})
    refused = made[0].model_copy(update={"id": "n", "document": "n", "consent": False})
    open_to = settings.model_copy(update={"training_consent": "globex, acme"})
    assert len(collect([reviewed], made, [], open_to).examples) == 2
    withdrawn = collect([reviewed], [*made, refused], [], settings)
    assert [one.id for one in withdrawn.examples] == [made[0].id]
    assert withdrawn.summary() == {
        "examples": 1,
        "documents": 1,
        "by_origin": {"file": 1},
        "by_task": {"extract": 1},
        "left_out": {"no_consent": 2},
    }
