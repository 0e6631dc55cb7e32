"""What changes meanwhile is shown: in the queue, and on a document that lies open."""

from typing import Any

from playwright.async_api import Response


async def test_the_queue_shows_a_document_that_comes_in(sit: Any, desk: Any) -> None:
    seat = await sit("/")
    await seat.page.get_by_text("No document waits for you.").wait_for()
    await desk.ask()
    await seat.page.get_by_role("link", name="a.pdf").wait_for()


async def test_a_document_that_somebody_else_decided_says_so(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    document = path.removeprefix("/documents/")
    body = {"revision": 0, "outcome": "approved", "sign_off": True}
    answer = await desk.http.post(f"/v1/reviews/{document}/decide", json=body)
    assert answer.status_code == 200
    await seat.page.get_by_text("Somebody has changed this document meanwhile.").wait_for()


async def test_a_value_that_was_decided_in_another_window_is_told(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    body = {"revision": 0, "fields": [{"pointer": "/total", "action": "confirm"}]}
    at = path.replace("/documents", "/v1/reviews")
    answer = await desk.http.post(f"{at}/fields", json=body)
    assert answer.status_code == 200, answer.text
    await seat.page.get_by_text("Somebody has changed this document meanwhile.").wait_for()


async def test_a_claim_that_was_lost_is_told(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    at = path.replace("/documents", "/v1/reviews")
    await desk.http.post(f"{at}/release", json={})
    await desk.as_("bob").post(f"{at}/claim", json={})
    await seat.page.get_by_text("bob has taken this document meanwhile.").wait_for()


async def test_our_own_writes_are_no_news(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    async with seat.page.expect_response(_tells_of_revision_1):
        await seat.key("Enter")
    await seat.key("Enter")
    assert await seat.page.locator("#news").count() == 0


async def _tells_of_revision_1(answer: Response) -> bool:
    return answer.url.endswith("/standing.json") and (await answer.json())["revision"] == 1
