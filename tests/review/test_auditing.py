"""The audit log over HTTP: for overseers of the tenant, latest first, a part at a time."""

from typing import Any

import pytest
from pydantic import SecretStr

from winnow.records.audit import AuditLog, Entry
from winnow.security.keys import Principal, Role

KEYS = "ann:a:default:auditor,rob:r:default:reviewer,eve:e:other:operator"


@pytest.fixture
def desk(open_desk: Any) -> Any:
    return open_desk(api_keys=SecretStr(KEYS))


async def test_a_look_is_logged_with_who_and_at_what(desk: Any) -> None:
    document = str((await desk.ask()).document_id)
    who = Principal("rob", "default", frozenset({Role.REVIEWER}))
    await desk.desk.look(who, document, "page 2")
    answer = await desk.as_("x", **{"X-API-Key": "a"}).get(f"/v1/audit?document_id={document}")
    [entry] = answer.json()["entries"]
    assert (entry["actor"], entry["action"]) == ("rob", "looked")
    assert (entry["document_id"], entry["detail"]) == (document, "page 2")


@pytest.mark.parametrize(("key", "status"), [("r", 403), ("nobody's", 401), ("a", 200)])
async def test_only_overseers_read_it(desk: Any, key: str, status: int) -> None:
    http = desk.as_("x", **{"X-API-Key": key})
    assert (await http.get("/v1/audit")).status_code == status


async def test_a_tenant_reads_its_own(desk: Any) -> None:
    await AuditLog(desk.database).add(None, Entry("default", "rob", "looked"))
    http = desk.as_("x", **{"X-API-Key": "e"})
    assert (await http.get("/v1/audit")).json()["entries"] == []


async def test_that_it_was_read_is_logged(desk: Any) -> None:
    http = desk.as_("x", **{"X-API-Key": "a"})
    await http.get("/v1/audit", params={"document_id": "d"})
    [entry] = (await http.get("/v1/audit")).json()["entries"]
    assert (entry["actor"], entry["action"], entry["document_id"]) == ("ann", "read_audit", "d")


async def test_parts_follow_each_other_without_gap(desk: Any) -> None:
    log = AuditLog(desk.database)
    for number in range(5):
        await log.add(None, Entry("default", "rob", "looked", detail=str(number)))
    http = desk.as_("x", **{"X-API-Key": "a"})
    told: list[str] = []
    before = None
    for _ in range(3):
        params = {"limit": "2", "actor": "rob", **({"before": str(before)} if before else {})}
        part = (await http.get("/v1/audit", params=params)).json()
        told += [one["detail"] for one in part["entries"]]
        before = part["next"]
    assert (told, before) == (["4", "3", "2", "1", "0"], None)


@pytest.mark.parametrize("query", ["before=x", "before=0", "limit=0", "limit=9999", "before=1e99"])
async def test_a_malformed_question_is_told(desk: Any, query: str) -> None:
    http = desk.as_("x", **{"X-API-Key": "a"})
    answer = await http.get(f"/v1/audit?{query}")
    assert (answer.status_code, answer.json()["reason"]) == (422, "request_invalid")


async def test_the_page_shows_entries_escaped_and_leads_to_older_ones(desk: Any) -> None:
    log = AuditLog(desk.database)
    for _ in range(101):
        await log.add(None, Entry("default", "<i>rob</i>", "looked", "<u>", "<script>"))
    http = desk.as_("x", **{"X-API-Key": "a"})
    page = (await http.get("/audit", params={"actor": "<i>rob</i>", "document_id": ""})).text
    assert page.count("&lt;i&gt;rob&lt;/i&gt;</td>") == 100
    assert not {"<i>", "<u>", "<script>"} & set(page.split("<main")[1].replace(">", "> ").split())
    assert "/audit?before=2&amp;actor=%3Ci%3Erob%3C/i%3E" in page
