"""A change of who answers is one with its audit row and the events that tell of it."""

import pytest
from sqlalchemy import text

from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelRef
from winnow.records.audit import AuditLog
from winnow.records.calibrations import Calibrations
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.serving import ServingStore

NEW = ModelRef(version="1", model="base+receipt@1")


async def test_each_alias_that_moves_is_an_event_and_all_of_it_one_audit_row(
    database: Database,
) -> None:
    store = ServingStore(database)
    await store.change(
        "receipt", "extract", seen=0, champion=None, challenger=NEW, canary=0.1, by="a", why="new"
    )
    await store.change(
        "receipt", "extract", seen=1, champion=NEW, challenger=None, by="a", why="won"
    )
    told = [one.event for one in await store.unsent()]
    assert [(one.alias, one.before, one.after, one.revision) for one in told] == [
        ("challenger", None, NEW.model, 1),
        ("champion", None, NEW.model, 2),
        ("challenger", NEW.model, None, 2),
    ]
    assert len({one.document_id for one in told}) == 1
    assert len({one.event_id for one in told}) == 3
    last, first = await AuditLog(database).page("")
    assert first.entry.detail.endswith("canary 0 -> 0.1: new")
    assert "champion (the settings' model) -> base+receipt@1 (version 1)" in last.entry.detail


async def test_events_that_were_sent_are_not_sent_again(database: Database) -> None:
    store = ServingStore(database)
    await store.change(
        "receipt", "extract", seen=0, champion=NEW, challenger=None, by="a", why="won"
    )
    [waiting] = await store.unsent()
    await store.mark_sent([waiting.seq])
    assert await store.unsent() == []


@pytest.mark.parametrize("table", ["serving_history", "serving_changes", "audit_log"])
async def test_where_one_row_cannot_be_written_none_is(database: Database, table: str) -> None:
    store = ServingStore(database)
    async with database.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO gone"))
    with pytest.raises(Exception, match=table):
        await store.change(
            "receipt", "extract", seen=0, champion=NEW, challenger=None, by="a", why="won"
        )
    async with database.begin() as connection:
        await connection.execute(text(f"ALTER TABLE gone RENAME TO {table}"))
    assert await store.current("receipt", "extract") is None
    assert await store.history("receipt", "extract") == []
    assert await store.unsent() == []
    assert await AuditLog(database).page("") == []


def calibration(model: str) -> Calibration:
    return Calibration(
        id=f"of-{model}",
        recipe="receipt",
        recipe_version="receipt@1",
        fields_hash="f",
        model=model,
        data_hash="d",
        examples=60,
        created_at=now(),
        scorers={},
        held_out={},
        documents=(),
    )


async def test_void_calibrations_are_kept_but_not_used(database: Database) -> None:
    store = Calibrations(database)
    for model in ("small_1", "small_1+receipt@1", "small_10", "smallx1+a@1"):
        await store.keep(calibration(model))
    assert await store.void("small_1", "its weights changed") == [
        "of-small_1",
        "of-small_1+receipt@1",
    ]
    assert await store.newest("receipt", "small_1") is None
    assert await store.newest("receipt", "small_1+receipt@1") is None
    assert await store.newest("receipt", "small_10") is not None
    assert await store.newest("receipt", "smallx1+a@1") is not None
    assert await store.get("of-small_1") is not None
    assert await store.void("small_1", "again") == []
