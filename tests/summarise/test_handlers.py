"""From a parsed document to its summary, by models of both kinds."""

from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed, Source
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.evidence import Summary
from winnow.contracts.parsed import Chunk, Page, ParsedDocument
from winnow.errors import UnfillableError
from winnow.llm.asker import Asker
from winnow.llm.port import Prompt
from winnow.recipes.recipe import Recipe, SummaryWanted
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers
from winnow_summarise.handlers import Tools, summarise_document

TEXTS = (
    "The council of Ashford bought forty electric buses from Meridian Motors last year.",
    "Engineer Tamsin Okafor did not repair the flooded pumping station during the storm.",
    "Volunteers planted three hundred oak saplings along the abandoned railway embankment.",
)


class SmallModel(FakeModel):
    """A model that is trusted with quoting only."""

    only_quotes = True


class World:
    """The service's tools and a document for them."""

    def __init__(
        self, model: FakeModel, wanted: SummaryWanted, parts: int = 4, **more: Any
    ) -> None:
        self.blobs = MemoryBlobs()
        self.model = model
        recipe = Recipe(
            recipe="minutes",
            version=1,
            title="Minutes",
            description="Of a meeting.",
            fields={"type": "object", "properties": {}},
            summary=wanted,
        )
        self.tools = Tools(
            self.blobs, model, Asker(MemoryAnswers()), {"minutes": recipe}, parts, 2, **more
        )

    async def summarise(self, recipe: str | None = "minutes") -> Summary:
        made: list[Event] = await summarise_document(await self._document(recipe), self.tools)
        [draft] = [one for one in made if isinstance(one, DraftSummarised)]
        return draft.summary

    async def _document(self, recipe: str | None) -> DocumentParsed:
        chunks = tuple(
            Chunk(id=f"c{at}", index=at, text=text, elements=(), pages=(1,))
            for at, text in enumerate(TEXTS)
        )
        text = "\n\n".join(TEXTS)
        parsed = ParsedDocument(text=text, pages=(Page(number=1),), elements=(), chunks=chunks)
        put = self.blobs.put
        stored = await put("default", parsed.model_dump_json().encode(), "application/json")
        source = Source(
            file_name="m.txt",
            original=await put("default", text.encode(), "text/plain"),
            media_type="text/plain",
            pages=1,
            parsed=stored,
            submitted_at="2026-01-01T00:00:00Z",
            submission="s",
        )
        return DocumentParsed(
            document_id=uuid4(),
            source=source,
            recipe=recipe,
            characters=len(text),
            chunks=len(chunks),
            seconds=0,
        )


def says(*sentences: str) -> dict[str, Any]:
    return {"statements": [{"passages": [1], "sentence": one} for one in sentences]}


PLAIN = SummaryWanted()
BUSES = SummaryWanted(focus="Which buses did the council buy?", sentences=1)


async def test_a_small_model_s_summary_is_of_the_document_s_own_sentences() -> None:
    world = World(SmallModel(), PLAIN)
    summary = await world.summarise()
    assert len(summary.sentences) == 2
    for one in summary.sentences:
        [span] = one.spans
        assert TEXTS[int(span.chunk[1:])][span.start : span.end] == one.text
    assert world.model.calls == []


async def test_a_recipe_s_focus_and_length_decide() -> None:
    summary = await World(SmallModel(), BUSES).summarise()
    assert summary.text == TEXTS[0]


async def test_before_a_recipe_is_known_there_is_no_focus() -> None:
    summary = await World(SmallModel(), BUSES).summarise(recipe=None)
    assert len(summary.sentences) == 2


async def test_what_a_small_model_shortens_is_taken_where_it_is_borne_out() -> None:
    shorter = "Ashford bought forty electric buses."
    model = SmallModel({"Restatement": {"sentence": shorter}})
    summary = await World(model, BUSES, shorten=True).summarise()
    assert summary.text == shorter
    assert summary.sentences[0].chunks == ("c0",)


@pytest.mark.parametrize(
    "wrong",
    [
        "Ashford bought fifty electric buses.",
        "Ashford did not buy electric buses.",
        "Volunteers planted three hundred oak saplings.",  # of its neighbour, not of itself
        "Buses are good for people and for the climate.",
    ],
)
async def test_else_the_sentence_itself_is_quoted(wrong: str) -> None:
    model = SmallModel({"Restatement": {"sentence": wrong}})
    assert (await World(model, BUSES, shorten=True).summarise()).text == TEXTS[0]


async def test_a_small_model_that_fails_leaves_the_quotes() -> None:
    model = SmallModel()
    model.fail_with(UnfillableError("cut_off", ""))
    summary = await World(model, BUSES, shorten=True).summarise()
    assert summary.text == TEXTS[0]
    assert summary.failure is None


async def test_a_model_that_may_write_is_told_the_focus_and_reads_what_is_near() -> None:
    def answer(prompt: Prompt) -> dict[str, Any]:
        assert "only what answers this: Which buses did the council buy?" in prompt.task
        assert TEXTS[0] in prompt.text
        assert TEXTS[2] not in prompt.text
        return says("The council bought forty buses from Meridian Motors.", "It cost 7 pounds.")

    model = FakeModel({"Statements": answer}, window=120)
    summary = await World(model, BUSES, parts=1).summarise()
    assert summary.text == "The council bought forty buses from Meridian Motors."
    assert summary.covered < 1


async def test_merged_statements_are_held_against_the_document() -> None:
    """Of two sentences that were borne out a third may be made that is not."""

    def answer(prompt: Prompt) -> dict[str, Any]:
        if "statements about one document" in prompt.task:
            return says("Tamsin Okafor repaired the flooded pumping station.")
        return says(prompt.text.split("] ")[1].split("\n")[0])

    summary = await World(FakeModel({"Statements": answer}, window=90), PLAIN).summarise()
    assert "Okafor repaired" not in summary.text
    assert len(summary.sentences) == 2


async def test_questions_for_tuning_are_those_of_a_model_that_may_write() -> None:
    model = SmallModel({"Statements": says(TEXTS[0])})
    world = World(model, PLAIN)
    world.tools = world.tools.asking(Asker(MemoryAnswers()))
    await world.summarise()
    assert [call.form.__name__ for call in model.calls] == ["Statements"]
