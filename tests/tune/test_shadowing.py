"""Answers in shadow: asked of the other, never used, and judged by what people decide."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.evidence import Scalar
from winnow.contracts.reviews import ReviewDecided
from winnow.contracts.tuning import ModelRef
from winnow.errors import UnreachableError
from winnow.retraining.canary import Pairs
from winnow_tune.shadowing import Asked, Shadower

OLD = ModelRef(version="1", model="base+receipt@aaaa")
NEW = ModelRef(version="2", model="base+receipt@bbbb")
START = datetime(2026, 1, 1, tzinfo=UTC)


class Says:
    """Answerer that says one total of every document; `asked` is what it was asked."""

    def __init__(self, total: float | None) -> None:
        self.total = total
        self.asked: list[Asked] = []

    async def answer(self, asked: Sequence[Asked]) -> list[dict[str, Scalar] | None]:
        self.asked += asked
        return [None if self.total is None else {"/total": self.total} for _ in asked]


@pytest.fixture
async def tried(world: Any) -> Any:
    """A world where NEW is tried against OLD."""
    await world.registry.change(
        "receipt", "extract", seen=0, champion=OLD, challenger=NEW, canary=0.1, by="test", why=""
    )
    return world


def shadower(world: Any, answerer: Any) -> Shadower:
    return Shadower(world.shadows, world.events, world.registry, answerer, world.blobs, 30.0)


async def pairs(world: Any) -> Pairs:
    found: Pairs = (await world.shadows.agreement("receipt", "extract", NEW.model, START)).pairs
    return found


async def test_each_is_asked_about_what_the_other_answered(tried: Any) -> None:
    await tried.accepted(OLD.model)
    await tried.accepted(NEW.model)
    says = Says(12.5)
    await shadower(tried, says).work()
    assert [one.ref for one in says.asked] == [NEW, OLD]


async def test_whoever_alone_was_right_wins_a_pair(tried: Any) -> None:
    await tried.reviewed(OLD.model, changed=True)  # 99 is right, and OLD read 12.5
    await shadower(tried, Says(99.0)).work()
    assert await pairs(tried) == Pairs(challenger=1, champion=0, equal=0)
    await tried.reviewed(NEW.model, changed=True)
    await shadower(tried, Says(99.0)).work()
    assert await pairs(tried) == Pairs(challenger=1, champion=1, equal=0)


async def test_a_decision_that_comes_after_the_answer_judges_it_too(
    tried: Any, decide: Callable[..., ReviewDecided]
) -> None:
    draft = await tried.draft(uuid4(), OLD.model)
    await tried.follow(draft, await tried.result(draft))
    await shadower(tried, Says(99.0)).work()
    assert await pairs(tried) == Pairs()
    await tried.follow(decide(draft, 12.5))
    assert await pairs(tried) == Pairs(challenger=0, champion=1, equal=0)


async def test_agreement_is_counted_without_anybody_deciding(tried: Any) -> None:
    await tried.accepted(OLD.model)
    await shadower(tried, Says(12.5)).work()
    await tried.accepted(OLD.model)
    await shadower(tried, Says(13.5)).work()
    found = await tried.shadows.agreement("receipt", "extract", NEW.model, START)
    assert (found.answered, found.agreed, found.pairs) == (2, 1, Pairs())


async def test_only_a_share_is_answered_in_shadow_and_a_repeat_draws_the_same(tried: Any) -> None:
    tried.tools = replace(tried.tools, shadow=0.3)
    documents = [await tried.accepted(OLD.model) for _ in range(30)]
    waiting = {one.document_id for one in await tried.shadows.waiting(100)}
    assert 0 < len(waiting) < 30
    tried.tools = replace(tried.tools, shadow=0.0)
    assert waiting <= {str(one) for one in documents}


async def test_without_a_challenger_nobody_is_asked(world: Any) -> None:
    await world.accepted(OLD.model)
    assert await shadower(world, Says(12.5)).work() == 0


async def test_a_challenger_that_left_answers_nothing_any_more(tried: Any) -> None:
    await tried.accepted(OLD.model)
    await tried.registry.change(
        "receipt", "extract", seen=1, champion=OLD, challenger=None, by="test", why=""
    )
    says = Says(12.5)
    await shadower(tried, says).work()
    assert says.asked == []
    assert await tried.shadows.waiting(10) == []


async def test_a_document_that_cannot_be_answered_is_not_asked_again(tried: Any) -> None:
    await tried.accepted(OLD.model)
    await shadower(tried, Says(None)).work()
    assert await tried.shadows.waiting(10) == []
    found = await tried.shadows.agreement("receipt", "extract", NEW.model, START)
    assert found.answered == 0


async def test_documents_wait_for_a_process_that_died(tried: Any) -> None:
    class Dies:
        async def answer(self, asked: Sequence[Asked]) -> list[dict[str, Scalar] | None]:
            raise UnreachableError("the shadow's process")

    await tried.accepted(OLD.model)
    with pytest.raises(UnreachableError):
        await shadower(tried, Dies()).work()
    assert len(await tried.shadows.waiting(10)) == 1
