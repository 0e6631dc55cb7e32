"""The audit log keeps what it is given, in the writer's transaction or alone."""

from winnow.records.audit import NOBODYS, AuditLog, Entry
from winnow.records.database import Database


async def test_an_act_that_is_undone_leaves_no_entry(database: Database) -> None:
    log = AuditLog(database)
    entry = Entry("acme", "ann", "claimed", "d")
    async with database.begin() as connection:
        await log.add(connection, entry)
        await connection.rollback()
    assert await log.page("acme") == []
    async with database.begin() as connection:
        await log.add(connection, entry)
    [logged] = await log.page("acme")
    assert logged.entry == entry


async def test_a_tenant_sees_its_own_and_nobodys_entries_latest_first(database: Database) -> None:
    log = AuditLog(database)
    for tenant in ("acme", "other", NOBODYS, "acme"):
        await log.add(None, Entry(tenant, "ann", "looked"))
    assert [one.entry.tenant for one in await log.page("acme")] == ["acme", NOBODYS, "acme"]


async def test_entries_are_found_by_document_and_person(database: Database) -> None:
    log = AuditLog(database)
    for actor, document in (("ann", "1"), ("ann", "2"), ("bob", "1")):
        await log.add(None, Entry("acme", actor, "looked", document))
    [found] = await log.page("acme", document_id="1", actor="ann")
    assert found.entry == Entry("acme", "ann", "looked", "1")


async def test_strange_characters_hide_no_act(database: Database) -> None:
    log = AuditLog(database)
    await log.add(None, Entry("acme", "a\0\ud800", "looked", "d\0", "\udfff" * 3000))
    [found] = await log.page("acme", actor="a\0\ud800", document_id="d\0")
    assert (found.entry.actor, found.entry.document_id) == ("a\ufffd?", "d\ufffd")
    assert len(found.entry.detail) == 2000
