"""Every WhoServes, the fake included, keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from winnow.contracts.tuning import ModelRef
from winnow.errors import ChangedMeanwhileError, MisconfiguredError
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.port import WhoServes
from winnow.records.serving import ServingStore
from winnow.testing.serving import MemoryServing

FIRST, SECOND, THIRD = (ModelRef(version=one, model=f"base+receipt@{one}") for one in "123")


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[WhoServes]:
    if request.param == "memory":
        yield MemoryServing()
        return
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql")()
    await migrate(url)
    database = open_database(url)
    yield ServingStore(database)
    await database.close()


async def promoted(store: WhoServes, ref: ModelRef, recipe: str = "receipt") -> None:
    now = await store.current(recipe, "extract")
    seen = now.revision if now else 0
    await store.change(
        recipe, "extract", seen=seen, champion=ref, challenger=None, by="ann", why="better"
    )


async def test_nobody_answers_until_somebody_is_named(store: WhoServes) -> None:
    assert await store.current("receipt", "extract") is None
    assert await store.all() == []
    with pytest.raises(MisconfiguredError, match="nothing to go back to"):
        await store.roll_back("receipt", "extract", by="ann", why="?")


async def test_a_change_is_there_at_once_for_its_recipe_and_task_alone(store: WhoServes) -> None:
    await promoted(store, FIRST)
    now = await store.current("receipt", "extract")
    assert now is not None
    assert (now.champion, now.revision, now.changed_by) == (FIRST, 1, "ann")
    assert await store.current("receipt", "classify") is None
    assert await store.all() == [now]


async def test_what_was_decided_on_an_older_state_is_refused_and_changes_nothing(
    store: WhoServes,
) -> None:
    await promoted(store, FIRST)
    with pytest.raises(ChangedMeanwhileError):
        await store.change(
            "receipt", "extract", seen=0, champion=SECOND, challenger=None, by="bob", why="?"
        )
    with pytest.raises(ChangedMeanwhileError):
        await store.roll_back("receipt", "extract", by="bob", why="?", seen=0)
    [now] = await store.history("receipt", "extract")
    assert now.champion == FIRST


async def test_of_two_who_change_at_once_one_is_refused(store: WhoServes) -> None:
    changes = (
        store.change("receipt", "extract", seen=0, champion=ref, challenger=None, by="a", why="b")
        for ref in (FIRST, SECOND)
    )
    made = await asyncio.gather(*changes, return_exceptions=True)
    assert sum(isinstance(one, ChangedMeanwhileError) for one in made) == 1
    assert len(await store.history("receipt", "extract")) == 1


async def test_going_back_restores_the_champion_before_exactly(store: WhoServes) -> None:
    for ref in (FIRST, SECOND, THIRD):
        await promoted(store, ref)
    await store.change(
        "receipt", "extract", seen=3, champion=THIRD, challenger=FIRST, canary=0.1, by="a", why="b"
    )
    first_back = await store.roll_back("receipt", "extract", by="ann", why="worse")
    assert (first_back.champion, first_back.canary, first_back.challenger) == (SECOND, 0.0, FIRST)
    second_back = await store.roll_back("receipt", "extract", by="ann", why="worse")
    assert (second_back.champion, second_back.challenger) == (FIRST, None)
    third_back = await store.roll_back("receipt", "extract", by="ann", why="worse")
    assert third_back.champion is None
    with pytest.raises(MisconfiguredError):
        await store.roll_back("receipt", "extract", by="ann", why="worse")
    states = await store.history("receipt", "extract")
    assert [one.revision for one in states] == list(range(7, 0, -1))


async def test_after_going_back_a_new_champion_goes_back_to_the_restored_one(
    store: WhoServes,
) -> None:
    for ref in (FIRST, SECOND):
        await promoted(store, ref)
    await store.roll_back("receipt", "extract", by="ann", why="worse")
    await promoted(store, THIRD)
    back = await store.roll_back("receipt", "extract", by="ann", why="worse")
    assert back.champion == FIRST
