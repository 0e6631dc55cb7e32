"""Documents whose budget is spent wait, each where it is, and come to the same end afterwards."""

from typing import Any

import pytest

from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.held import WorkHeld
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewRequested
from winnow.errors import HeldError
from winnow.messaging.remedies import headers_of
from winnow.testing.bus import Bus


@pytest.mark.parametrize("recipe", [None, "receipt"])
async def test_a_held_document_ends_as_if_it_had_never_waited(
    world: Any, bus: Bus, recipe: str | None
) -> None:
    world.model.fail_with(HeldError("budget", "default/*", "nothing is left", 60.0))
    await bus.say(await world.document(recipe=recipe))
    for _ in range(3):
        for held in waiting(bus):
            await bus.repeat(held, headers_of(held))
    assert {held.cause for held in bus.said(WorkHeld)} == {"budget"}
    assert len(waiting(bus)) == len({held.service for held in waiting(bus)})
    assert bus.said(ResultCompleted) == []

    world.model.fail_with(None)
    for held in waiting(bus):
        await bus.repeat(held, headers_of(held))
    ended = [*bus.said(ResultCompleted), *bus.said(ReviewRequested)]
    assert len(ended) == 1
    assert bus.said(DeadLettered) == []


def waiting(bus: Bus) -> list[WorkHeld]:
    """The newest hold of each service that holds the document."""
    return list({held.service: held for held in bus.said(WorkHeld)}.values())
