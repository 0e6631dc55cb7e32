"""Classification and summaries: the truth is what the services would keep of it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from winnow.config import Settings
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.evidence import Summary
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.evaluation.entering import Entrance
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.stages import Stage
from winnow.llm.calls import Question
from winnow.llm.port import Filled, Form
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples import record_examples
from winnow.tuning.examples.labelled import Progress
from winnow.tuning.examples.recording import STREAMS, event_of, recording
from winnow.tuning.examples.sentences import LONGEST

FACTS = [
    "The council of Ashford bought forty electric buses from Meridian Motors for nine million.",
    "Passengers complained about delayed evening services between Ashford and Willowby harbour.",
    "Engineer Tamsin Okafor repaired the flooded pumping station during the November storm.",
    "Librarians moved twelve thousand volumes into the restored Carnegie building last spring.",
    "Volunteers planted three hundred oak saplings along the abandoned railway embankment.",
    "The orchestra cancelled its autumn festival because the concert hall roof was leaking.",
]
FILLER = "Nothing else of importance was written down about that here, so readers may go on. " * 4
TEXT = "\n\n".join(f"{fact} {FILLER}" for fact in FACTS)


def given(text: str, **gold: Any) -> list[Labelled]:
    return [Labelled("a", "a", gold, text=text)]


async def test_the_type_is_asked_even_where_the_cheap_readings_would_agree(
    slip: Recipe, settings: Settings
) -> None:
    document = given("Till slip. Slip, total, company, date, paid, items.", type="slip")
    [one] = await record_examples(document, slip, settings, task="classify")
    assert json.loads(one.answer) == {"type": "slip"}
    assert "- letter: A letter." in one.asked


async def test_a_document_of_no_recipe_is_none(slip: Recipe, settings: Settings) -> None:
    [one] = await record_examples(given("Poem", type="none"), slip, settings, task="classify")
    assert json.loads(one.answer) == {"type": "none"}


async def test_without_a_type_the_recipe_itself_is_meant(slip: Recipe, settings: Settings) -> None:
    document = given("CORNER CAFE", company="CORNER CAFE")
    [one] = await record_examples(document, slip, settings, task="classify")
    assert json.loads(one.answer) == {"type": "slip"}


async def test_a_type_that_is_no_recipe_makes_no_example(slip: Recipe, settings: Settings) -> None:
    told: list[Progress] = []
    document = given("Poem", type="sonnet")
    made = await record_examples(document, slip, settings, task="classify", on_progress=told.append)
    assert made == []
    assert told[0].left_out is not None
    assert told[0].left_out.reason == "misfit"


async def test_a_sentence_cites_the_passage_it_rests_on(slip: Recipe, settings: Settings) -> None:
    document = given(TEXT, summary=FACTS[4])
    examples = await record_examples(document, slip, settings, task="summarise")
    [one] = examples
    [statement] = json.loads(one.answer)["statements"]
    assert statement["sentence"] == FACTS[4]
    [number] = statement["passages"]
    assert FACTS[4] in one.text.split(f"[{number}] ")[1]


async def test_parts_of_which_the_reference_says_nothing_are_left_out(
    slip: Recipe, settings: Settings
) -> None:
    document = given(TEXT, summary=f"{FACTS[0]} {FACTS[5]}")
    examples = await record_examples(document, slip, settings, task="summarise")
    said = [
        [one["sentence"] for one in json.loads(example.answer)["statements"]]
        for example in examples
    ]
    assert said == [[FACTS[0]], [FACTS[5]]]


async def test_a_long_sentence_is_parted_at_its_pauses(slip: Recipe, settings: Settings) -> None:
    wide = settings.model_copy(update={"openai_window": 9000})
    document = given(TEXT, summary=" and, ".join(fact.rstrip(".") for fact in FACTS) + ".")
    [one] = await record_examples(document, slip, wide, task="summarise")
    sentences = [said["sentence"] for said in json.loads(one.answer)["statements"]]
    assert len(sentences) > 1
    assert all(len(sentence) <= LONGEST for sentence in sentences)


async def test_a_summary_that_the_document_does_not_bear_out_makes_no_example(
    slip: Recipe, settings: Settings
) -> None:
    told: list[Progress] = []
    document = given(TEXT, summary="Unrelated astronauts discovered gigantic emerald comets.")
    made = await record_examples(
        document, slip, settings, task="summarise", on_progress=told.append
    )
    assert made == []
    assert told[0].left_out is not None
    assert told[0].left_out.reason == "unsupported"


class Replaying:
    """Calls that answer out of examples, by prompt; what was not recorded has no statements."""

    def __init__(self, answers: dict[tuple[str, str], str]) -> None:
        self.answers = answers

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        known = (question.prompt.task, question.prompt.text)
        form = question.form.model_validate_json(self.answers.get(known, '{"statements": []}'))
        return Filled(form, Usage(model="replay", stage="summarise"))


@pytest.mark.parametrize("window", [500, 9000])
async def test_the_service_keeps_every_sentence_of_a_recorded_answer(
    window: int, slip: Recipe, settings: Settings
) -> None:
    """Of a document in parts the best are chosen in a second round, whose answer is learnt too."""
    wide = settings.model_copy(update={"openai_window": window})
    document = given(TEXT, summary=" ".join(FACTS))
    examples = await record_examples(document, slip, wide, task="summarise")
    summary = await _replayed(slip, wide, {(one.asked, one.text): one.answer for one in examples})
    assert len(summary.sentences) == 4  # as many as the service takes
    assert {one.text for one in summary.sentences} <= set(FACTS)
    assert all(one.chunks for one in summary.sentences)


async def _replayed(
    slip: Recipe, settings: Settings, answers: dict[tuple[str, str], str]
) -> Summary:
    async with recording(slip, settings, "summarise") as record:
        entrance = Entrance(slip, "", record.blobs, None, use_given_text=True)
        classified, _ = await entrance.enter(given(TEXT)[0])
        parsed_blob = await record.blobs.get(classified.source.parsed)
        parsed = ParsedDocument.model_validate_json(parsed_blob)
        tools = record.stage.service.tools.asking(Replaying(answers))
        reads, writes, _ = STREAMS["summarise"]
        stage = Stage(replace(record.stage.service, tools=tools), reads, writes)
        event = event_of(classified.source, parsed, "summarise", slip)
        return (await stage(event, DraftSummarised)).summary
