"""Tables on the document page: rows taken out, rows added, and long lists."""

from typing import Any

Desktop = Any  # see tests/review/conftest.py
Parsed = Any  # see conftest.py
PART = {"HX-Request": "true"}
ROWS = [{"name": f"thing {number}"} for number in range(300)]


async def held(desk: Desktop, ask_of: Any, rows: list[dict[str, Any]], **changes: Any) -> str:
    data = {"company": "ACME", "total": 1.0, "date": None, "items": rows}
    event = await ask_of(desk, data, **changes)
    path = f"/documents/{event.document_id}"
    await desk.http.post(f"{path}/claim")
    return path


async def test_a_row_can_be_taken_out(desk: Desktop, ask_of: Any, parsed: Parsed) -> None:
    path = await held(desk, ask_of, ROWS[:2])
    sent = {"revision": 0, "pointer": "/items/1", "act": "remove"}
    answer = await desk.http.post(f"{path}/fields", data=sent, headers=PART)
    page = parsed(answer.text)
    assert page.by_id("table-items") is not None
    assert page.by_id("field-items-1-name")["data-standing"] == "cleared"
    assert page.by_id("field-items-0-name")["data-standing"] == "passes"


async def test_a_row_can_be_added(desk: Desktop, ask_of: Any, parsed: Parsed) -> None:
    path = await held(desk, ask_of, ROWS[:2])
    sent = {"revision": 0, "pointer": "/items", "act": "add", "value/name": "milk"}
    answer = await desk.http.post(f"{path}/fields", data=sent, headers=PART)
    assert parsed(answer.text).by_id("field-items-2-name")["data-standing"] == "corrected"
    [field] = (await desk.http.get(f"/v1/reviews/{path[11:]}")).json()["fields"]
    assert (field["pointer"], field["reason"]) == ("/items/2/name", "missing_row")


async def test_an_empty_row_is_refused(desk: Desktop, ask_of: Any) -> None:
    path = await held(desk, ask_of, ROWS[:2])
    sent = {"revision": 0, "pointer": "/items", "act": "add", "value/name": " "}
    answer = await desk.http.post(f"{path}/fields", data=sent, headers=PART)
    assert answer.status_code == 422
    assert "at least one value" in answer.text


async def test_a_long_list_shows_its_beginning_and_what_is_in_doubt(
    desk: Desktop, ask_of: Any, parsed: Parsed
) -> None:
    doubt = "/items/250/name"
    path = await held(desk, ask_of, ROWS, doubtful=(doubt,))
    page = parsed((await desk.http.get(f"{path}?sort=document")).text)
    assert page.by_id("field-items-49-name") is not None
    assert page.by_id("field-items-50-name") is None
    assert page.by_id("field-items-250-name")["data-flagged"] == "true"
    more = await desk.http.get(f"{path}/table", params={"pointer": "/items", "rows": 250})
    assert parsed(more.text).by_id("field-items-249-name") is not None


async def test_a_value_in_doubt_stands_above_and_its_table_points_to_it(
    desk: Desktop, ask_of: Any, parsed: Parsed
) -> None:
    path = await held(desk, ask_of, ROWS[:2], doubtful=("/items/1/name",))
    page = parsed((await desk.http.get(path)).text)
    assert page.all("data-pointer").count("/items/1/name") == 1
    assert page.by_id("at-field-items-1-name") is not None
    sent = {"revision": 0, "pointer": "/items/1/name", "act": "correct", "value": "milk"}
    answer = parsed((await desk.http.post(f"{path}/fields", data=sent, headers=PART)).text)
    assert answer.by_id("field-items-1-name")["hx-swap-oob"] == "true"
    assert answer.by_id("at-field-items-1-name")["hx-swap-oob"] == "true"


async def test_a_compact_value_opens(desk: Desktop, ask_of: Any, parsed: Parsed) -> None:
    path = await held(desk, ask_of, ROWS[:2])
    answer = await desk.http.get(f"{path}/cell", params={"cell": "field-items-1-name"})
    page = parsed(answer.text)
    assert "autofocus" in page.by_id("field-items-1-name-value")
    assert {"edit", "clear", "confirm"} <= set(page.all("data-act"))
    unknown = await desk.http.get(f"{path}/cell", params={"cell": "field-nothing"})
    assert unknown.status_code == 404
