"""The queue page: what it lists, what it offers to whom, and the way to the next document."""

from datetime import UTC, datetime
from typing import Any

Desktop = Any  # see tests/review/conftest.py
Parsed = Any  # see conftest.py


async def test_documents_are_listed_with_why_and_when(desk: Desktop, parsed: Parsed) -> None:
    event = await desk.ask()
    late = await desk.ask(due_at=datetime(2020, 1, 1, tzinfo=UTC), priority=1)
    page = parsed((await desk.http.get("/")).text)
    links = [link for link in page.all("href") if link and link.startswith("/documents/")]
    assert links == [f"/documents/{one.document_id}" for one in (late, event)]
    assert "only 40% certain" in page.text
    assert "overdue" in page.text
    assert "Waiting (2)" in page.text


async def test_an_empty_queue_says_so(desk: Desktop) -> None:
    assert "No document waits for you." in (await desk.http.get("/")).text
    answer = await desk.http.post("/next")
    assert answer.headers["location"] == "/?empty=1"
    assert "Nothing else waits for you." in (await desk.http.get("/?empty=1")).text


async def test_next_claims_the_first_and_goes_there(desk: Desktop, parsed: Parsed) -> None:
    await desk.ask()
    first = await desk.ask(priority=3)
    answer = await desk.http.post("/next")
    assert answer.headers["location"] == f"/documents/{first.document_id}"
    page = parsed((await desk.http.get("/")).text)
    assert page.by_id(f"own-{first.document_id}") is not None
    async with desk.as_("bob") as bob:
        text = parsed((await bob.get("/")).text).text
        assert "taken by ann" in " ".join(text.split())


async def test_next_keeps_to_the_type_and_order_that_were_chosen(desk: Desktop) -> None:
    await desk.ask()
    await desk.http.get("/?recipe=invoice")
    assert (await desk.http.post("/next")).headers["location"] == "/?empty=1"
    await desk.http.get("/?recipe=receipt&order=learning")
    assert (await desk.http.post("/next")).headers["location"].startswith("/documents/")


async def test_the_queue_goes_on_in_parts(desk: Desktop, parsed: Parsed) -> None:
    for _ in range(51):
        await desk.ask()
    page = parsed((await desk.http.get("/")).text)
    later = page.by_id("later")
    assert later is not None
    assert page.by_id("earlier") is None
    rest = parsed((await desk.http.get(later["href"])).text)
    assert "51 to 51 of 51" in rest.text
    assert rest.by_id("earlier") is not None


async def test_stewards_assign_and_others_see_whose_it_is(desk: Desktop, parsed: Parsed) -> None:
    event = await desk.ask()
    path = f"/documents/{event.document_id}"
    answer = await desk.http.post(f"{path}/assign", data={"reviewer": "bob"})
    assert answer.status_code == 303
    assert "for bob" in " ".join(parsed((await desk.http.get("/")).text).text.split())
    page = parsed((await desk.http.get(path)).text)
    assert "assigned to bob" in page.text
    assert "take" not in page.all("data-act")
    await desk.http.post(f"{path}/assign", data={"reviewer": ""})
    assert "take" in parsed((await desk.http.get(path)).text).all("data-act")


async def test_roles_bound_what_the_page_offers(open_desk: Any, parsed: Parsed) -> None:
    desk = open_desk(api_keys="ann:ka:default:reviewer,op:ko:default:operator")
    event = await desk.ask()
    path = f"/documents/{event.document_id}"
    async with desk.as_("", **{"X-API-Key": "ka"}) as reviewer:
        page = parsed((await reviewer.get("/")).text)
        assert page.by_id("next") is not None
        assert page.by_id("tab-disputed") is None
        assert page.by_id(f"assign-{event.document_id}") is None
        assert (await reviewer.post(f"{path}/assign", data={"reviewer": "x"})).status_code == 403
    async with desk.as_("", **{"X-API-Key": "ko"}) as operator:
        page = parsed((await operator.get("/")).text)
        assert page.by_id("next") is None
        assert page.by_id(f"assign-{event.document_id}") is not None
        assert "take" not in parsed((await operator.get(path)).text).all("data-act")
        assert (await operator.post(f"{path}/claim")).status_code == 403
    async with desk.as_("") as nobody:
        nobody.headers.pop("X-Reviewer")
        answer = await nobody.get(path)
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")
