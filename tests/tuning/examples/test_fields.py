"""Extraction: what stands in a part is told of it, and the service makes the gold of the parts."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from winnow.config import Settings
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.contracts.tuning import TrainingExample
from winnow.contracts.usage import Usage
from winnow.evaluation.answering import answer_all
from winnow.evaluation.entering import Entrance
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.stages import Stage
from winnow.llm.calls import Question
from winnow.llm.port import Filled, Form
from winnow.prompts import unfenced
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe
from winnow.testing.model_script import Answer, Request, ok
from winnow.testing.model_server import ModelServer
from winnow.tuning.examples import record_examples
from winnow.tuning.examples.labelled import Progress
from winnow.tuning.examples.recording import STREAMS, recording

SHORT = "CORNER CAFE\n\nTea 3.00\nCake 9.50\n\nTotal 12.50"
GOLD = {
    "company": "CORNER CAFE",
    "date": None,
    "total": 12.5,
    "paid": True,
    "items": [{"name": "Tea", "amount": 3.0}, {"name": "Cake", "amount": 9.5}],
}
ROWS = [{"name": f"Thing number {at}", "amount": at + 0.25} for at in range(60)]
LONG = "\n".join(
    [
        "CORNER CAFE\n\nDate 05.03.2026\n",
        *(f"{row['name']}    {row['amount']:.2f}" for row in ROWS),
        "\nTotal 1785.00",
    ]
)
LONG_GOLD = {
    "company": "CORNER CAFE",
    "date": "2026-03-05",
    "total": 1785.0,
    "paid": False,
    "items": ROWS,
}


async def recorded(
    text: str, gold: dict[str, Any], recipe: Recipe, settings: Settings
) -> list[TrainingExample]:
    return await record_examples([Labelled("a", "a", gold, text=text)], recipe, settings)


def answers(examples: Sequence[TrainingExample]) -> list[dict[str, Any]]:
    return [json.loads(one.answer) for one in examples]


class Replaying:
    """Calls that know nothing but the examples: a model that was trained to perfection."""

    def __init__(self, examples: Sequence[TrainingExample]) -> None:
        self._answers = {(one.asked, one.text): one.answer for one in examples}

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        answer = self._answers[question.prompt.task, question.prompt.text]
        filled = question.form.model_validate_json(answer)
        return Filled(filled, Usage(model="replay", stage="extract"))


async def replayed(
    text: str, examples: Sequence[TrainingExample], recipe: Recipe, settings: Settings
) -> Extraction:
    """What extract makes of the document with the examples' answers."""
    async with recording(recipe, settings) as record:
        entrance = Entrance(recipe, "", record.blobs, None, use_given_text=True)
        classified, _ = await entrance.enter(Labelled("a", "a", {}, text=text))
        tools = record.stage.service.tools.asking(Replaying(examples))
        reads, writes, _ = STREAMS["extract"]
        stage = Stage(replace(record.stage.service, tools=tools), reads, writes)
        draft = await stage(classified, DraftExtracted)
        return Extraction.model_validate_json(await record.blobs.get(draft.extraction))


async def test_a_short_document_is_one_question_with_all_of_the_gold(
    slip: Recipe, settings: Settings
) -> None:
    [one] = await recorded(SHORT, GOLD, slip, settings)
    assert json.loads(one.answer) == GOLD
    assert list(json.loads(one.answer)) == list(slip.fields["properties"])
    assert (one.task, one.recipe, one.origin, one.document) == ("extract", "slip", "file", "a")
    assert one.consent


async def test_questions_are_to_the_letter_those_that_a_model_is_asked(
    slip: Recipe, settings: Settings
) -> None:
    [one] = await recorded(SHORT, GOLD, slip, settings)
    asked: list[Request] = []

    def answer(request: Request) -> Answer:
        asked.append(request)
        return ok(GOLD)

    async with ModelServer(answer) as server:
        to_server = settings.model_copy(update={"openai_base_url": f"{server.url}/v1"})
        await answer_all([Labelled("a", "a", GOLD, text=SHORT)], slip, to_server)
    told = [message["content"] for message in asked[0].body["messages"]]
    assert told[0] == one.asked
    assert told[-1] == one.text
    assert asked[0].body["response_format"]["json_schema"]["schema"] == one.form


async def test_a_part_is_told_what_stands_in_it_and_null_for_the_rest(
    slip: Recipe, settings: Settings
) -> None:
    examples = await recorded(LONG, LONG_GOLD, slip, settings)
    first, *between, last = answers(examples)
    assert len(between) >= 1
    assert (first["company"], first["date"]) == ("CORNER CAFE", "2026-03-05")
    assert first["total"] is None
    assert (last["company"], last["date"], last["total"]) == (None, None, 1785.0)
    for example, answer in zip(examples, answers(examples), strict=True):
        for row in answer["items"]:
            assert f"{row['name']}    {row['amount']:.2f}" in unfenced(example.text)


async def test_what_no_document_prints_is_told_of_the_first_part(
    slip: Recipe, settings: Settings
) -> None:
    paid = [one["paid"] for one in answers(await recorded(LONG, LONG_GOLD, slip, settings))]
    assert paid[0] is False
    assert set(paid[1:]) == {None}


async def test_each_row_is_told_once_and_in_order(slip: Recipe, settings: Settings) -> None:
    told = answers(await recorded(LONG, LONG_GOLD, slip, settings))
    assert [row for one in told for row in one["items"]] == ROWS


async def test_a_model_that_learnt_the_examples_extracts_the_gold(
    slip: Recipe, settings: Settings
) -> None:
    for text, gold in ((SHORT, GOLD), (LONG, LONG_GOLD)):
        examples = await recorded(text, gold, slip, settings)
        assert (await replayed(text, examples, slip, settings)).data == gold


async def test_rows_that_were_left_out_are_taught_where_the_service_asks_for_them(
    slip: Recipe, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows at the most: the rows between them are asked for afterwards."""
    monkeypatch.setenv("WINNOW_EXTRACT_WINDOWS", "2")
    many = [{"name": f"Thing number {at}", "amount": at + 0.25} for at in range(150)]
    lines = [f"{row['name']}    {row['amount']:.2f}" for row in many]
    text = "\n".join(["CORNER CAFE\n", *lines, "\nTotal 99.00"])
    gold = {**LONG_GOLD, "date": None, "total": 99.0, "items": many}
    examples = await recorded(text, gold, slip, settings)
    followed = [one for one in examples if "Rows of the list are still missing" in one.asked]
    assert followed
    assert (await replayed(text, examples, slip, settings)).data["items"] == many
    for one in followed:
        assert list(json.loads(one.answer)) == ["items"]
        jsonschema.validate(json.loads(one.answer), one.form)


async def test_values_of_a_plain_list_are_told_where_they_stand(
    recipes: Path, settings: Settings
) -> None:
    (recipes / "deed.yaml").write_text(
        "recipe: deed\nversion: 1\ntitle: Deed\ndescription: A deed.\nfields: {type: object, "
        "properties: {parties: {type: array, items: {type: string}}}}\n"
    )
    deed = load_recipe(recipes / "deed.yaml")
    padding = "Whereas nothing else is said here of any importance to anybody.\n" * 12
    text = f"Between Ashford Mills\n\n{padding}\n\nand Willowby Harbour with Ashford Mills"
    gold = {"parties": ["Ashford Mills", "Willowby Harbour"]}
    examples = await recorded(text, gold, deed, settings)
    told = [one["parties"] for one in answers(examples)]
    assert (told[0], told[-1]) == (["Ashford Mills"], ["Willowby Harbour"])
    assert (await replayed(text, examples, deed, settings)).data == gold


async def test_a_value_that_stands_in_no_part_leaves_a_long_document_out(
    slip: Recipe, settings: Settings
) -> None:
    told: list[Progress] = []
    document = Labelled("a", "a", {**LONG_GOLD, "company": "Zebra Quartz"}, text=LONG)
    assert await record_examples([document], slip, settings, on_progress=told.append) == []
    assert told[0].left_out is not None
    assert told[0].left_out.reason == "unplaced"
    assert "/company" in told[0].left_out.detail


async def test_rows_that_read_alike_are_all_told(slip: Recipe, settings: Settings) -> None:
    alike = [{"name": "Espresso", "amount": 2.2}] * 40
    text = "\n".join(["CORNER CAFE\n", *["Espresso    2.20"] * 40, "\nTotal 88.00"])
    gold = {**GOLD, "total": 88.0, "items": alike}
    told = answers(await recorded(text, gold, slip, settings))
    assert len(told) > 1
    assert sum(len(one["items"]) for one in told) == 40


async def test_every_answer_fits_its_form(slip: Recipe, settings: Settings) -> None:
    for text, gold in ((SHORT, GOLD), (LONG, LONG_GOLD)):
        for one in await recorded(text, gold, slip, settings):
            jsonschema.validate(json.loads(one.answer), one.form)


async def test_solved_cases_of_the_recipe_are_not_in_an_example(
    slip: Recipe, settings: Settings
) -> None:
    [one] = await recorded(SHORT, GOLD, slip, settings)
    assert "Total 4.00" not in one.asked + one.text
