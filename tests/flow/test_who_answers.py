"""Services ask for each document which model answers it, and tell its name in all they make."""

from typing import Any

from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.results import ResultCompleted
from winnow.testing.bus import Bus
from winnow.testing.model import FakeModel

FILLED = {"company": "CORNER CAFE", "total": 12.5, "items": []}
SAID = {"statements": [{"passages": [1], "sentence": "CORNER CAFE asks a total of 12.50."}]}


async def test_the_champion_extracts_and_its_name_is_on_every_value(world: Any, bus: Bus) -> None:
    tuned = FakeModel({"Receipt": FILLED}, name="base+receipt@1")
    world.stand.instead["extract"] = tuned
    await bus.say(event := await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert result.body is not None
    assert {leaf.provenance.model for leaf in result.body.leaves.values()} == {"base+receipt@1"}
    assert "extract" not in {call.stage for call in world.model.calls}
    assert ("receipt", "extract", str(event.document_id)) in world.stand.asked


async def test_the_next_document_is_answered_by_whoever_is_champion_then(
    world: Any, bus: Bus
) -> None:
    named = []
    for name in ("base+one@1", "base+two@2", "base+one@1"):
        world.stand.instead["extract"] = FakeModel({"Receipt": FILLED}, name=name)
        await bus.say(await world.document(recipe="receipt"))
        body = bus.said(ResultCompleted)[-1].body
        assert body is not None
        named.append(body.leaves["/total"].provenance.model)
    assert named == ["base+one@1", "base+two@2", "base+one@1"]


async def test_a_calibration_of_another_model_does_not_rate_the_champions_values(
    world: Any, bus: Bus
) -> None:
    world.stand.instead["extract"] = FakeModel({"Receipt": FILLED}, name="base+receipt@1")
    asked = []

    async def newest(recipe: str, model: str) -> None:
        asked.append((recipe, model))

    world.calibrations.newest = newest
    await bus.say(await world.document(recipe="receipt"))
    assert ("receipt", "base+receipt@1") in asked


async def test_summaries_and_types_are_told_by_their_own_champions(world: Any, bus: Bus) -> None:
    sums_up = FakeModel({"Statements": SAID}, name="base+sums@1")
    sorts = FakeModel({"DocumentType": {"type": "receipt"}}, name="base+sorts@1")
    world.stand.instead |= {"summarise": sums_up, "classify": sorts}
    await bus.say(event := await world.document(text="zebra quartz"))
    [classified] = bus.said(DocumentClassified)
    [summarised] = bus.said(DraftSummarised)
    assert classified.decided_by == "base+sorts@1"
    assert summarised.model == "base+sums@1"
    assert (None, "classify", str(event.document_id)) in world.stand.asked
    assert (None, "summarise", str(event.document_id)) in world.stand.asked
