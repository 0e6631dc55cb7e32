"""Rows that an answer leaves out are asked for again, and what stays missing is told."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow.errors import UnfillableError
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose
from winnow.llm.port import Prompt
from winnow.prompts import render
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers
from winnow_extract.asking import Questions, prompt_version
from winnow_extract.reading import Read, read

Pages = Callable[..., ParsedDocument]

PURPOSE = Purpose("event", "extract")
HEAD = "Article | Quantity | Amount"
Row = dict[str, Any]
Habit = Callable[[list[Row]], list[Row]]


def table(*names: str) -> str:
    return "\n".join(f"{name} | {at} | {at}.50" for at, name in enumerate(names, start=1))


def seen(text: str) -> list[Row]:
    """The rows of a text."""
    found = re.findall(r"^(\w+) \| (\d+) \| ([\d.]+)$", text, re.MULTILINE)
    return [{"article": a, "quantity": float(b), "amount": float(c)} for a, b, c in found]


MISSING = "Rows of the list are still missing"  # what a prompt for more rows says


class World:
    """A model with a habit, and what came of asking it."""

    def __init__(self, recipe: Recipe, habit: Habit, window: int = 5000) -> None:
        self.recipe = recipe
        self.habit = habit
        self.model = FakeModel({"Goods": self._fill}, window=window)
        self.answers = MemoryAnswers()

    def _fill(self, prompt: Prompt) -> Row:
        rows = self.habit(seen(prompt.text))
        return {"items": rows} if MISSING in prompt.task else {"number": "N7", "items": rows}

    async def read(self, parsed: ParsedDocument, calls: int = 50, tokens: int = 9000) -> Read:
        self.questions = Questions(PURPOSE, self.model, Asker(self.answers), tokens, calls)
        return await read(self.questions, parsed, self.recipe, 4)

    @property
    def asked(self) -> list[str]:
        return [call.prompt.text for call in self.model.calls]


NAMES = [f"A{number:02}" for number in range(1, 31)]


def articles(found: Read) -> list[str]:
    assert found.answer is not None
    return [row["article"] for row in found.answer[0]["items"]]


@pytest.fixture
def document(pages: Pages) -> ParsedDocument:
    return pages(f"Goods N7\n{HEAD}\n{table(*NAMES)}\nTotal | 465.00")


async def test_a_model_that_stops_early_is_asked_on_until_all_rows_are_there(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: rows[:12])
    found = await world.read(document)
    assert articles(found) == NAMES
    assert found.completeness.complete
    assert found.rows_complete == {"/items": True}
    assert len(world.asked) == 3


async def test_the_next_question_names_the_row_before_and_shows_only_what_follows(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: rows[:20])
    await world.read(document)
    again = world.asked[1]
    assert again.split("\n", 1)[1].startswith(
        f"{HEAD}\n[the row before: A20 | 20.0 | 20.5]\n[page 1]\nA21"
    )
    assert "A19" not in again


async def test_rows_left_out_in_the_middle_come_to_their_places(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: [row for row in rows if row["quantity"] % 7] or rows)
    found = await world.read(document)
    assert articles(found) == NAMES
    assert [seen(text)[0]["article"] for text in world.asked] == ["A01", "A07"]


async def test_rows_that_no_answer_has_are_told_and_the_same_is_never_asked_twice(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: [row for row in rows if row["quantity"] != 5])
    found = await world.read(document)
    assert not found.completeness.complete
    assert found.completeness.reason == "items: 29 of about 30 rows"
    assert found.rows_complete == {"/items": False}
    assert len(world.asked) == len(set(world.asked)) == 2


async def test_a_document_whose_rows_were_all_missed_says_so(
    goods: Recipe, document: ParsedDocument
) -> None:
    found = await World(goods, lambda _: []).read(document)
    assert found.completeness.reason == "items: 0 of about 30 rows"


async def test_rows_given_twice_count_once_and_rows_printed_twice_count_twice(
    goods: Recipe, pages: Pages
) -> None:
    text = f"{HEAD}\nTea | 1 | 2.00\nCoffee | 1 | 3.00\nTea | 1 | 2.00\nCake | 2 | 9.00"
    found = await World(goods, lambda rows: [one for row in rows for one in (row, row)]).read(
        pages(text)
    )
    assert articles(found) == ["Tea", "Coffee", "Tea", "Cake"]


async def test_a_made_up_row_does_not_stand_for_a_missing_one(
    goods: Recipe, document: ParsedDocument
) -> None:
    made_up = {"article": "Zinc", "quantity": 77.0, "amount": 0.25}
    found = await World(goods, lambda rows: [*rows[:4], made_up, *rows[5:]]).read(document)
    assert len(articles(found)) == 31 - 1 + 1
    found = await World(
        goods, lambda rows: [made_up if row["quantity"] == 5 else row for row in rows]
    ).read(document)
    assert len(articles(found)) == 30
    assert found.completeness.reason == "items: 29 of about 30 rows"


async def test_an_answer_that_is_cut_off_is_asked_for_in_halves(
    goods: Recipe, document: ParsedDocument
) -> None:
    def long_answers_are_cut(rows: list[Row]) -> list[Row]:
        if len(rows) > 8:
            raise UnfillableError("cut_off")
        return rows

    world = World(goods, long_answers_are_cut)
    found = await world.read(document)
    assert articles(found) == NAMES
    assert found.completeness.complete
    assert len(world.questions.usage) == len(world.asked)


async def test_what_was_read_is_kept_where_a_part_fails(goods: Recipe, pages: Pages) -> None:
    def the_second_page_fails(rows: list[Row]) -> list[Row]:
        if any(row["article"] == "A20" for row in rows):
            raise UnfillableError("refused")
        return rows

    parsed = pages(f"{HEAD}\n{table(*NAMES[:15])}", f"{HEAD}\n{table(*NAMES[15:])}")
    found = await World(goods, the_second_page_fails, window=320).read(parsed)
    assert articles(found)[:15] == NAMES[:15]
    assert not found.completeness.complete
    assert "refused" in str(found.completeness.reason)


async def test_a_model_whose_answers_never_end_is_given_up(goods: Recipe, pages: Pages) -> None:
    def endless(_: list[Row]) -> list[Row]:
        raise UnfillableError("cut_off")

    world = World(goods, endless)
    found = await world.read(pages(f"{HEAD}\n{table(*NAMES)}"), calls=200)
    assert found.answer is None
    assert "cut_off" in found.failures[0]
    assert len(world.asked) < 20


async def test_the_limit_of_calls_ends_it_and_the_rest_is_told(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: rows[:5])
    found = await world.read(document, calls=3)
    assert articles(found) == NAMES[:15]
    assert found.completeness.reason == "items: 15 of about 30 rows"


async def test_the_most_rows_of_an_answer_are_no_limit_of_the_list(
    goods: Recipe, document: ParsedDocument
) -> None:
    fields = json.loads(json.dumps(goods.fields))
    fields["properties"]["items"]["maxItems"] = 7
    small = goods.model_copy(update={"fields": fields})
    found = await World(small, lambda rows: rows[:7]).read(document)
    assert articles(found) == NAMES
    assert found.completeness.complete


async def test_a_full_list_that_the_layout_does_not_count_may_have_more(
    goods: Recipe, pages: Pages
) -> None:
    fields = json.loads(json.dumps(goods.fields))
    fields["properties"]["items"] = {
        "type": "array",
        "maxItems": 2,
        "items": {"type": "object", "properties": {"article": {"type": "string"}}},
    }
    small = goods.model_copy(update={"fields": fields})
    world = World(small, lambda _: [{"article": "Oak"}, {"article": "Ash"}])
    found = await world.read(pages("Oak and Ash were delivered, and Elm."))
    assert not found.completeness.complete
    assert "items: an answer had as many as it may" in str(found.completeness.reason)


async def test_windows_that_hold_only_rows_count_as_read(goods: Recipe, pages: Pages) -> None:
    names = [f"B{number:03}" for number in range(1, 201)]
    texts = [f"{HEAD}\n{table(*names[at : at + 20])}" for at in range(0, 200, 20)]
    found = await World(goods, lambda rows: rows, window=700).read(pages(*texts), calls=100)
    assert len(articles(found)) == 200
    assert found.completeness.complete


async def test_each_row_keeps_the_probabilities_of_its_answer(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: rows[:12])
    world.model.probabilities = {"/number": 0.9, "/items/1/amount": 0.7}
    found = await world.read(document)
    assert found.answer is not None
    given = {"/number": 0.9, "/items/1/amount": 0.7, "/items/13/amount": 0.7}
    assert found.answer[1] == {**given, "/items/25/amount": 0.7}


async def test_a_repeat_asks_nothing_and_gives_the_same(
    goods: Recipe, document: ParsedDocument
) -> None:
    world = World(goods, lambda rows: rows[:9])
    first = await world.read(document)
    paid = len(world.asked)
    assert await world.read(document) == first
    assert len(world.asked) == paid
    assert len(world.answers.answers) == paid


def test_the_version_of_the_prompt_knows_how_rows_are_asked_on(
    goods: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    from winnow.recipes.form import form_of
    from winnow_extract import asking

    def other(name: str, *given: Any, **values: Any) -> Prompt:
        told = render(name, *given, **values)
        return replace(told, task="Go on.") if name == "extract_rows" else told

    before = prompt_version(goods, form_of(goods))
    monkeypatch.setattr(asking, "render", other)
    assert prompt_version(goods, form_of(goods)) != before
