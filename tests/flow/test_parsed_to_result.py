"""From a parsed document to its result, over classify, extract, summarise and route in memory."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.contracts.usage import UsageRecorded
from winnow.errors import UnfillableError, UnreachableError
from winnow.testing.bus import Bus

Decide = Callable[..., ReviewDecided]
TEXT = "CORNER CAFE cashier till\n\nTotal 12.50"
FILLED = {"company": "CORNER CAFE", "total": 12.5, "items": []}


async def test_a_certain_document_is_accepted_with_evidence_for_every_value(
    world: Any, bus: Bus
) -> None:
    await bus.say(event := await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert (result.document_id, result.outcome) == (event.document_id, "accepted")
    assert result.body is not None
    assert result.body.data == FILLED
    total = result.body.leaves["/total"]
    assert (total.evidence.quote, total.evidence.page) == ("12.50", 1)
    assert TEXT[total.evidence.start : total.evidence.end] == "12.50"
    assert (total.signals.rules_kept, total.signals.rules_broken) == (1, ())
    assert total.provenance.model == "fake"
    assert total.provenance.recipe == "receipt@3"
    assert result.confidence == pytest.approx(total.confidence)
    assert [one.chunks for one in result.body.summary.sentences] == [("c0",)]
    assert result.metadata == {"customer": "7"}
    assert result.completeness.complete
    assert bus.said(ReviewRequested) == []


async def test_the_stored_body_is_the_one_in_the_event(world: Any, bus: Bus) -> None:
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    stored = ResultBody.model_validate_json(await world.blobs.get(result.body_ref))
    assert stored == result.body


async def test_a_document_that_both_cheap_readings_know_needs_no_model_to_classify(
    world: Any, bus: Bus
) -> None:
    await bus.say(await world.document())
    [classified] = bus.said(DocumentClassified)
    assert (classified.recipe, classified.decided_by) == ("receipt", "wording+likeness")
    assert "classify" not in {call.stage for call in world.model.calls}


async def test_every_call_is_counted_in_the_result_and_recorded(world: Any, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    recorded = bus.said(UsageRecorded)
    assert {event.stage for event in recorded} == {"classify", "summarise"}
    world.model.fills["DocumentType"] = {"type": "receipt"}
    await bus.say(await world.document())
    [result] = bus.said(ResultCompleted)
    assert (result.cost.calls, result.cost.unpriced_calls) == (2, 0)


async def test_a_document_of_no_known_type_goes_to_a_person(world: Any, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    assert asked.recipe is None
    assert "recipe" in asked.reasons[0]


async def test_an_invented_value_goes_to_a_person(world: Any, bus: Bus) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert asked.doubtful == ("/total",)
    assert "not found in the document" in asked.reasons[0]
    assert bus.said(ResultCompleted) == []


@pytest.mark.parametrize("why", ["cut_off", "invalid", "refused"])
async def test_an_answer_that_is_no_good_goes_to_a_person_and_is_never_taken(
    world: Any, bus: Bus, why: str
) -> None:
    def fail(_: Any) -> dict[str, Any]:
        raise UnfillableError(why)

    world.model.fills["Receipt"] = fail
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert why in asked.reasons[0]
    assert asked.summary.sentences
    assert bus.said(DeadLettered) == []


async def test_a_silent_model_is_waited_for(world: Any, bus: Bus) -> None:
    world.model.fail_with(UnreachableError("fake", "529"), times=3)
    await bus.say(await world.document(recipe="receipt"))
    assert len(bus.said(ResultCompleted)) == 1


async def test_a_reviewers_correction_becomes_the_final_result(
    world: Any, bus: Bus, decision: Decide
) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(
        decision(asked, fields=({"pointer": "/total", "action": "correct", "value": 12.5},))
    )
    [result] = bus.said(ResultCompleted)
    assert (result.outcome, result.decided_by) == ("reviewed", "reviewer:ann")
    assert result.body is not None
    assert result.body.data["total"] == 12.5
    assert result.body.leaves["/company"].provenance.decided_by == "model:fake"


async def test_a_rejected_document_ends_with_the_reviewers_reason(
    world: Any, bus: Bus, decision: Decide
) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(decision(asked, outcome="rejected", note="not ours"))
    [result] = bus.said(ResultCompleted)
    assert (result.outcome, result.note) == ("rejected", "not ours")


async def test_a_reclassified_document_goes_round_again(
    world: Any, bus: Bus, decision: Decide
) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(decision(asked, outcome="reclassified", recipe="receipt"))
    _, again = bus.said(ReviewRequested)
    assert again.recipe == "receipt"
    assert again.event_id != asked.event_id
    assert set(again.doubtful) == {"/company", "/total"}


async def test_an_unknown_recipe_is_a_dead_letter(world: Any, bus: Bus) -> None:
    await bus.say(await world.document(recipe="recipe_of_nobody"))
    assert [letter.reason for letter in bus.said(DeadLettered)] == ["recipe_unknown"]


async def test_missing_bytes_are_a_dead_letter_and_the_next_document_is_untouched(
    world: Any, bus: Bus
) -> None:
    bad = await world.document(recipe="receipt", text="other\n\nbytes")
    world.blobs.blobs.clear()
    await bus.say(bad)
    await bus.say(await world.document(recipe="receipt"))
    assert {letter.reason for letter in bus.said(DeadLettered)} == {"blob_missing"}
    assert len(bus.said(ResultCompleted)) == 1


async def test_a_second_model_says_whether_it_reads_the_same(world: Any, bus: Bus) -> None:
    recipe = world.recipes["receipt"]
    world.recipes["receipt"] = recipe.model_copy(update={"second_reading": "local"})
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert result.body is not None
    company, total = (result.body.leaves[at].signals for at in ("/company", "/total"))
    assert (company.agreement, total.agreement) == ("agrees", "differs")
    assert (total.second_value, total.second_reader) == (21.5, "other")
    assert result.cost.calls == 3


async def test_a_second_model_that_is_away_takes_nothing_from_the_first(
    world: Any, bus: Bus
) -> None:
    recipe = world.recipes["receipt"]
    world.recipes["receipt"] = recipe.model_copy(update={"second_reading": "local"})
    world.second.fail_with(UnreachableError("other", "529"), times=9)
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert result.body is not None
    assert result.body.leaves["/total"].signals.agreement is None


async def test_a_document_that_is_decided_again_has_a_result_that_names_the_one_it_replaces(
    world: Any, bus: Bus, decision: Decide
) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    for revision, total in ((1, 12.5), (5, 13.5), (3, 14.5)):
        fields = ({"pointer": "/total", "action": "correct", "value": total},)
        made = decision(asked, fields=fields).model_copy(update={"revision": revision})
        await bus.say(made.with_id(uuid4()))
    first, second = bus.said(ResultCompleted)
    assert (first.supersedes, second.supersedes) == (None, str(first.event_id))
    assert second.body is not None
    assert second.body.data["total"] == 13.5


async def test_a_decision_on_an_earlier_reading_makes_no_result(
    world: Any, bus: Bus, decision: Decide
) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    read = await world.document(recipe="receipt")
    await bus.say(read)
    await bus.say(read.with_id(uuid4()))
    earlier, *_, newer = bus.said(ReviewRequested)
    await bus.say(decision(earlier))
    assert bus.said(ResultCompleted) == []
    assert bus.said(DeadLettered) == []
    await bus.say(decision(newer).with_id(uuid4()))
    assert len(bus.said(ResultCompleted)) == 1


async def test_a_request_tells_how_sure_each_doubt_is_and_from_where_values_pass(
    world: Any, bus: Bus
) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert set(asked.confidences) == {"/total"}
    assert asked.thresholds == {"/company": 0.9, "/total": 0.9, "/items/*/name": 0.9}
