"""What the page's script asks for: the view, words in a box, how a document stands, pictures."""

from typing import Any
from uuid import uuid4

from winnow.contracts.base import Box
from winnow.contracts.parsed import Page, ParsedDocument, Word


async def with_words(desk: Any) -> str:
    """A document on the desk whose first page says "Total 12.50"; its path."""
    words = tuple(
        Word(text=text, page=1, box=Box(x0=x, y0=0.1, x1=x + 0.1, y1=0.12))
        for text, x in (("Total", 0.1), ("12.50", 0.3))
    )
    parsed = ParsedDocument(text="", pages=(Page(number=1),), elements=(), words=words, chunks=())
    event = await desk.ask()
    source = event.source.model_copy(update={"parsed": await desk.put(parsed.model_dump_json())})
    return f"/documents/{(await desk.ask(source=source)).document_id}"


async def test_the_view_is_told_and_the_look_is_in_the_log(desk: Any) -> None:
    event = await desk.ask()
    answer = await desk.http.get(f"/documents/{event.document_id}/view.json")
    assert answer.status_code == 200
    assert answer.json()["pages"][0]["image"] == f"/v1/reviews/{event.document_id}/pages/1.png"
    entries = (await desk.http.get(f"/v1/audit?document_id={event.document_id}")).json()["entries"]
    assert [(one["actor"], one["action"], one["detail"]) for one in entries] == [
        ("ann", "looked", "pages")
    ]


async def test_words_in_a_box_are_read(desk: Any) -> None:
    path = await with_words(desk)
    drawn = {"page": 1, "x0": 0.28, "y0": 0.05, "x1": 0.5, "y1": 0.2}
    answer = await desk.http.post(f"{path}/read", json=drawn)
    assert answer.json() == {"text": "12.50"}


async def test_a_box_that_is_none_and_a_page_that_is_none_are_refused(desk: Any) -> None:
    path = await with_words(desk)
    told = {"Accept": "application/json"}
    turned = {"page": 1, "x0": 0.5, "y0": 0.05, "x1": 0.2, "y1": 0.2}
    assert (await desk.http.post(f"{path}/read", json=turned, headers=told)).status_code == 422
    missing = {"page": 7, "x0": 0, "y0": 0, "x1": 1, "y1": 1}
    answer = await desk.http.post(f"{path}/read", json=missing, headers=told)
    assert (answer.status_code, answer.json()["reason"]) == (404, "page_unknown")


async def test_a_document_of_nobody_is_a_problem_and_no_page_for_scripts(desk: Any) -> None:
    at = f"/documents/{uuid4()}/view.json"
    answer = await desk.http.get(at, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["reason"] == "document_unknown"


async def test_how_a_document_stands_follows_claims_and_writes(desk: Any) -> None:
    event = await desk.ask()
    at = f"/documents/{event.document_id}/standing.json"
    free = {"revision": 0, "state": "pending", "holder": None, "mine": False}
    assert (await desk.http.get(at)).json() == free
    await desk.http.post(f"/v1/reviews/{event.document_id}/claim", json={})
    assert (await desk.http.get(at)).json() == {**free, "holder": "ann", "mine": True}
    assert (await desk.as_("bob").get(at)).json() == {**free, "holder": "ann"}
    await desk.decide(event.document_id, sign_off=True)
    assert (await desk.as_("bob").get(at)).json()["state"] == "decided"


async def test_a_blind_reading_under_way_is_told_to_nobody(open_desk: Any) -> None:
    desk = open_desk(review_double_share=1.0)
    event = await desk.ask()
    await desk.decide(event.document_id, sign_off=True)
    at = f"/documents/{event.document_id}/standing.json"
    assert (await desk.http.get(at)).json()["state"] == "decided"
    assert (await desk.as_("bob").get(at)).json()["state"] == "pending"


async def test_a_picture_is_kept_by_the_browser_but_asked_for_each_time(desk: Any) -> None:
    event = await desk.ask()
    at = f"/v1/reviews/{event.document_id}/pages/1.png"
    first = await desk.http.get(at)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = await desk.http.get(at, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await desk.http.get(at, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, b"png")


async def test_nobody_sees_a_document_of_another_tenant(open_desk: Any) -> None:
    desk = open_desk(api_keys="ann:one:default:reviewer,eve:two:other:reviewer")
    event = await desk.ask()
    told = {"X-API-Key": "two", "Accept": "application/json"}
    for what in ("view.json", "standing.json"):
        answer = await desk.http.get(f"/documents/{event.document_id}/{what}", headers=told)
        assert answer.status_code == 404
    box = {"page": 1, "x0": 0, "y0": 0, "x1": 1, "y1": 1}
    answer = await desk.http.post(f"/documents/{event.document_id}/read", json=box, headers=told)
    assert answer.status_code == 404
