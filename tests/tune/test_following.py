"""What became of each answer follows from all that happened, in whatever order it is heard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

from winnow.contracts.documents import DocumentClassified
from winnow.contracts.reviews import ReviewDecided
from winnow.contracts.usage import Usage
from winnow.records.live_quality import Who

START = datetime(2026, 1, 1, tzinfo=UTC)
Decide = Callable[..., ReviewDecided]


async def test_what_happened_may_be_heard_in_any_order(world: Any, decide: Decide) -> None:
    arms = []
    for order in permutations(range(3)):
        model = f"m{order}"
        draft = await world.draft(uuid4(), model)
        events = [draft, decide(draft, 99.0), await world.result(draft)]
        await world.follow(*(events[at] for at in order))
        arms.append(await world.live.arm("receipt", "extract", Who(model), START))
    assert len(set(arms)) == 1
    [arm] = set(arms)
    assert (arm.documents, arm.reviewed, arm.decided, arm.changed) == (1, 1, 1, 1)
    assert (arm.looked, arm.wrong, arm.usd, arm.seconds) == (1, 1, 0.01, 2.0)


async def test_a_repeat_counts_nothing_twice(world: Any, decide: Decide) -> None:
    draft = await world.draft(uuid4(), "m")
    decided = decide(draft)
    await world.follow(draft, decided, draft, decided)
    arm = await world.live.arm("receipt", "extract", Who("m"), START)
    assert (arm.decided, arm.changed) == (1, 0)


async def test_a_correction_to_what_was_read_is_no_change(world: Any, decide: Decide) -> None:
    draft = await world.draft(uuid4(), "m", total=99.0)
    await world.follow(draft, decide(draft, 99.0))
    assert await world.live.changed("receipt", "extract", Who("m")) == [False]


async def test_a_decision_on_an_earlier_reading_says_nothing_of_the_later(
    world: Any, decide: Decide
) -> None:
    document = uuid4()
    first = await world.draft(document, "m", at=START)
    second = await world.draft(document, "n", at=START + timedelta(hours=1))
    await world.follow(first, second, decide(first, 99.0))
    assert await world.live.changed("receipt", "extract", Who("n")) == []
    assert await world.live.changed("receipt", "extract", Who("m")) == []


async def test_a_rejected_document_says_nothing_of_its_values(world: Any, decide: Decide) -> None:
    draft = await world.draft(uuid4(), "m")
    await world.follow(draft, decide(draft, outcome="rejected", recipe=None))
    assert await world.live.changed("receipt", "extract", Who("m")) == []


async def test_a_type_that_a_reviewer_changed_was_chosen_wrong(world: Any, decide: Decide) -> None:
    document, usage = uuid4(), (Usage(model="m", stage="classify"),)
    draft = await world.draft(document, "m")
    chosen = DocumentClassified(
        document_id=document,
        source=draft.source,
        recipe="invoice",
        confidence=0.9,
        decided_by="m",
        usage=usage,
    )
    again = chosen.model_copy(
        update={"event_id": uuid4(), "recipe": "receipt", "decided_by": "reviewer:ann", "usage": ()}
    )
    anew = draft.model_copy(update={"event_id": uuid4(), "decided_by": "reviewer:ann"})
    await world.follow(chosen, again, anew)
    assert await world.live.changed("invoice", "classify", Who("m")) == [True]


async def test_examples_are_kept_of_what_people_decided_once_its_result_is_there(
    world: Any,
) -> None:
    document = await world.reviewed("m", changed=True)
    await world.accepted("m")
    assert set(world.examples.documents) == {document}


async def test_a_forgotten_document_leaves_nothing(world: Any) -> None:
    document = await world.reviewed("m", changed=True)
    assert await world.events.forget(str(document)) > 0
    assert await world.live.tasks() == []
    assert await world.events.held(str(document)) == {}


async def test_a_document_of_which_no_example_may_be_made_starts_no_training(world: Any) -> None:
    class Refuses:
        async def keep(self, *_: Any) -> dict[Any, int]:
            return {}

    await world.reviewed("m", changed=True)
    world.tools = replace(world.tools, examples=Refuses())
    await world.reviewed("m", changed=True)
    assert (await world.live.reviewed("receipt", "extract", None)).documents == 1
