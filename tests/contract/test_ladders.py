"""Every LadderStore, the fake included, keeps the same promises."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from winnow.contracts.ladders import Ladder, Rung
from winnow.records.database import open_database
from winnow.records.ladders import Ladders
from winnow.records.migrate import migrate
from winnow.records.port import LadderStore
from winnow.testing.records import MemoryLadders


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[LadderStore]:
    if request.param == "memory":
        yield MemoryLadders()
        return
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql")()
    await migrate(url)
    database = open_database(url)
    yield Ladders(database)
    await database.close()


def ladder(identity: str, days: int, recipe: str = "receipt") -> Ladder:
    return Ladder(
        id=identity,
        recipe=recipe,
        recipe_version=f"{recipe}@1",
        task="extract",
        fields_hash="f",
        data_hash="d",
        documents=60,
        rungs=(Rung(name="local", model="m", threshold=0.0),),
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days),
    )


async def test_the_newest_ladder_of_a_recipe_and_task_is_in_use(store: LadderStore) -> None:
    assert await store.newest("receipt", "extract") is None
    for one in (ladder("b", 2), ladder("a", 1), ladder("c", 3, "invoice"), ladder("b", 9)):
        await store.keep(one)
    assert await store.newest("receipt", "extract") == ladder("b", 2)
    assert await store.newest("receipt", "classify") is None
