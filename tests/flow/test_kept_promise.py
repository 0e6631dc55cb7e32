"""A recipe that names an error rate: what passes, what a person sees, and what closes a gate."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from winnow.calibration.features import FEATURES
from winnow.calibration.gates import fields_hash
from winnow.contracts.calibration import Calibration, Scored
from winnow.contracts.gates import GateClosed
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.recipes.recipe import Recipe
from winnow.testing.bus import Bus

Decide = Callable[..., ReviewDecided]
RIGHT = tuple(Scored(score=0.97, right=True) for _ in range(400))


def promising(recipe: Recipe, **changes: Any) -> Recipe:
    return recipe.model_copy(update={"tolerated_error": 0.02, "audit_share": 0.0, **changes})


def calibration(recipe: Recipe, held_out: dict[str, tuple[Scored, ...]]) -> Calibration:
    """One that gives every value the same probability, 0.97, whatever its signals."""
    constant = {"kind": "logistic", "slope": 0.0, "offset": 3.4761}
    scorer = {
        "features": list(FEATURES),
        "weights": [0.0] * len(FEATURES),
        "intercept": 0.0,
        "map": constant,
        "caution": {},
    }
    return Calibration(
        id="cal-1",
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        fields_hash=fields_hash(recipe),
        model="fake",
        data_hash="d",
        examples=800,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        scorers={"": scorer},
        held_out=held_out,
        documents=RIGHT,
    )


@pytest.fixture
def promise(world: Any) -> Callable[..., Any]:
    """Lets the world's recipe promise 2 % at 95 %, proven for the fields that are named."""

    async def make(*proven: str, **changes: Any) -> Recipe:
        recipe = promising(world.recipes["receipt"], **changes)
        world.recipes["receipt"] = recipe
        await world.calibrations.keep(calibration(recipe, dict.fromkeys(proven, RIGHT)))
        return recipe

    return make


async def test_without_a_calibration_everything_goes_to_a_person_who_is_told_why(
    world: Any, bus: Bus
) -> None:
    world.recipes["receipt"] = promising(world.recipes["receipt"])
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert set(asked.doubtful) == {"/company", "/total"}
    assert "not calibrated yet" in asked.reasons[0]
    assert "more labelled documents" in asked.reasons[0]
    assert bus.said(ResultCompleted) == []


async def test_what_its_gate_lets_through_is_accepted_and_says_so(
    world: Any, bus: Bus, promise: Any
) -> None:
    await promise("/company", "/total")
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert (result.outcome, result.decided_by) == ("accepted", "rule:promise-1")
    assert result.body is not None
    total = result.body.leaves["/total"]
    assert (total.accepted, total.provenance.calibration) == (True, "cal-1")
    assert total.confidence == pytest.approx(0.97, abs=0.001)
    assert result.body.withheld == ()


async def test_a_value_beside_the_must_haves_that_does_not_pass_is_withheld(
    world: Any, bus: Bus, promise: Any
) -> None:
    await promise("/company", "/total")
    world.model.fills["Receipt"] = {
        "company": "CORNER CAFE",
        "total": 12.5,
        "items": [{"name": "Total"}],
    }
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert result.body is not None
    assert result.body.withheld == ("/items/0/name",)
    assert result.body.data["items"] == [{"name": None}]
    assert result.body.leaves["/items/0/name"].value == "Total"


async def test_a_must_have_whose_gate_is_not_proven_holds_the_document_back(
    world: Any, bus: Bus, promise: Any
) -> None:
    await promise("/company")
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert (asked.doubtful, asked.rule) == (("/total",), "promise-1")


async def test_a_calibration_of_other_fields_is_not_used(
    world: Any, bus: Bus, promise: Any
) -> None:
    recipe = await promise("/company", "/total")
    world.recipes["receipt"] = recipe.model_copy(update={"instructions": "Other words."})
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert "calibrate" in asked.reasons[0]


async def test_a_calibration_of_other_signals_is_not_used(
    world: Any, bus: Bus, promise: Any
) -> None:
    await promise("/company", "/total")
    [known] = world.calibrations.known
    old = {"": {**known.scorers[""], "features": ["token_probability"]}}
    world.calibrations.known = [known.model_copy(update={"scorers": old})]
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert "calibrate" in asked.reasons[0]


async def test_an_audited_document_looks_like_any_other_and_its_result_is_the_persons(
    world: Any, bus: Bus, promise: Any, decision: Decide
) -> None:
    await promise("/company", "/total", audit_share=1.0)
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert set(asked.doubtful) == {"/company", "/total"}
    assert all("certain" in reason for reason in asked.reasons)
    assert "audit" not in asked.model_dump_json()
    assert set(asked.confidences) == set(asked.thresholds) == set(asked.doubtful)
    assert all(asked.confidences[at] < asked.thresholds[at] for at in asked.doubtful)
    confirmed = tuple({"pointer": at, "action": "confirm"} for at in asked.doubtful)
    await bus.say(decision(asked, fields=confirmed))
    [result] = bus.said(ResultCompleted)
    assert result.outcome == "reviewed"
    assert bus.said(GateClosed) == []


async def test_audits_that_find_too_many_errors_close_the_gate_of_that_field_once(
    world: Any, bus: Bus, promise: Any, decision: Decide
) -> None:
    recipe = await promise("/company", "/total", audit_share=1.0)
    for _ in range(6):
        await bus.say(await world.document(recipe="receipt"))
        asked = bus.said(ReviewRequested)[-1]
        fields = (
            {"pointer": "/company", "action": "confirm"},
            {"pointer": "/total", "action": "correct", "value": 99.0},
        )
        await bus.say(decision(asked, fields=fields).with_id(asked.event_id))
    [closed] = bus.said(GateClosed)
    assert (closed.recipe, closed.field, closed.calibration) == ("receipt", "/total", "cal-1")
    assert closed.error_at_least > closed.tolerated_error == 0.02
    assert closed.errors == closed.audited

    world.recipes["receipt"] = recipe.model_copy(update={"audit_share": 0.0})
    await bus.say(await world.document(recipe="receipt"))
    asked = bus.said(ReviewRequested)[-1]
    assert asked.doubtful == ("/total",)
    assert "audits found more errors" in asked.reasons[0]


async def test_a_decision_that_comes_twice_counts_once(
    world: Any, bus: Bus, promise: Any, decision: Decide
) -> None:
    await promise("/company", "/total", audit_share=1.0)
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    wrong = ({"pointer": "/total", "action": "clear"},)
    for number in range(8):
        again = decision(asked, fields=wrong)
        await bus.say(again.with_id(asked.event_id), winnow_copy=str(number))
    assert bus.said(GateClosed) == []


async def test_a_promise_for_documents_has_one_gate_for_all_their_must_haves(
    world: Any, bus: Bus, promise: Any
) -> None:
    await promise(promise="document")
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert result.outcome == "accepted"
    assert result.body is not None
    assert result.body.leaves["/total"].accepted
