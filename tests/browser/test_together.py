"""Several people before one desk: claims, blind second readings, disputes, tenants, roles."""

from datetime import timedelta
from typing import Any

import pytest
from bench.review.browser import READY
from bench.review.receipts import receipt
from bench.review.stand import Stand, eventually
from sqlalchemy import update

from winnow import streams
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewChanged, ReviewDecided
from winnow.records.database import open_database
from winnow.records.moment import now
from winnow.records.tables import review_items

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def approve(person: Any, document: str, total: str | None = None) -> None:
    """Clear a worn receipt: its total as given, or confirmed; the rest confirmed."""
    await person.open_document(document)
    await person.choose("/total")
    if total is None:
        await person.written("Enter")
    else:
        await person.correct(total)
    for pointer in ("/date", "/company"):
        await person.choose(pointer)
        await person.written("Enter")
    await person.page.keyboard.press("a")
    await person.page.wait_for_url(lambda url: document not in url.split("?")[0])


async def lapse(desk: Stand, document: str) -> None:
    """Let the lease on a document run out."""
    database = open_database(desk.settings.database_url())
    async with database.begin() as conn:
        own = update(review_items).where(review_items.c.document_id == document)
        await conn.execute(own.values(lease_until=now() - timedelta(seconds=1)))
    await database.close()


async def test_a_document_that_somebody_holds_is_read_only_for_others(
    desk: Stand, as_: Any
) -> None:
    [document] = await desk.send(receipt(201))
    ann, ben = await as_("ann"), await as_("ben")
    await ann.open_document(document)
    await ben.open_document(document)
    assert "held by ann" in await ben.page.locator("#sheet").inner_text()
    assert await ben.page.locator("[data-act=confirm], [data-act=approve]").count() == 0
    async with desk.http("ben") as http:
        answer = await http.post(f"/v1/reviews/{document}/claim", json={})
    assert (answer.status_code, answer.json()["reason"]) == (409, "claimed")


async def test_who_lost_the_lease_is_told_and_keeps_what_was_typed(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(202))
    ann, ben = await as_("ann"), await as_("ben")
    await ann.open_document(document)
    await ann.press("e", until="input[name=value]:focus")
    await ann.page.keyboard.insert_text("12.34")
    await lapse(desk, document)
    await ben.open_document(document)
    assert await ben.current() == ("field", "/total"), "it was free"
    await ann.press("Enter", until='#refusal [data-reason="claimed"]')
    assert await ann.page.locator("input[name=value]:visible").first.input_value() == "12.34"


async def test_a_page_that_lies_open_says_when_another_has_changed_the_document(
    desk: Stand, as_: Any
) -> None:
    [document] = await desk.send(receipt(203))
    ann, ben = await as_("ann"), await as_("ben")
    await ann.open_document(document)
    await lapse(desk, document)
    await ben.open_document(document)
    await ben.written("Enter")
    await ann.page.wait_for_selector("#news")
    await ann.press("Enter", until="#refusal [data-reason]")


async def test_a_seeded_document_measures_a_reader_and_changes_nothing(
    desk: Stand, as_: Any
) -> None:
    paper = receipt(204)
    [document] = await desk.send(paper)
    async with desk.http("olga") as operator:
        ann, ben, cleo = await as_("ann"), await as_("ben"), await as_("cleo")
        await approve(ann, document)
        seeds = [{"pointer": "/total", "action": "correct", "value": paper.truth["/total"]}]
        seeded = await operator.post(f"/v1/reviews/{document}/seed", json={"fields": seeds})
        assert seeded.is_success, seeded.text
    await ben.open_document(document)
    assert "ann" not in await ben.page.locator("#sheet").inner_text(), "the second reader is blind"
    await approve(ben, document, "77.70")
    opinions = await eventually(lambda: told(desk, document, "opinion"), "the opinion")
    assert [one.against for one in opinions] == ["known"]
    assert {one.pointer: one.same for one in opinions[0].compared}["/total"] is False
    await cleo.open_document(document, take=False)
    assert "Decided" in await cleo.page.locator("#sheet").inner_text(), "a seed disputes nothing"


async def told(desk: Stand, document: str, change: str) -> list[ReviewChanged]:
    found = await desk.events(streams.REVIEW_CHANGED, ReviewChanged, document)
    return [one for one in found if one.change == change]


async def test_a_document_of_another_tenant_is_not_there(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(205), tenant="other")
    ann = await as_("ann")
    await ann.go(f"/documents/{document}")
    assert "404" in await ann.page.title() or "Not" in await ann.page.locator("h1").inner_text()
    stranger = await as_("other-ann")
    await stranger.open_document(document)
    assert await stranger.current() == ("field", "/total")


async def test_who_only_looks_on_can_change_nothing(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(206))
    for name in ("olga", "ada"):
        onlooker = await as_(name)
        await onlooker.go(f"/documents/{document}")
        await onlooker.page.wait_for_selector(READY)
        writes = "[data-act=take], [data-act=confirm], [data-act=approve]"
        assert await onlooker.page.locator(writes).count() == 0
    assert await desk.events(streams.REVIEW_DECIDED, ReviewDecided, document) == []


async def test_pages_ask_for_a_sign_in_and_forget_it_after_the_sign_out(
    desk: Stand, as_: Any
) -> None:
    [document] = await desk.send(receipt(207))
    ann = await as_(None)
    await ann.go(f"/documents/{document}")
    await ann.page.wait_for_selector("#key")
    await ann.page.fill("#key", "nobodys")
    await ann.page.press("#key", "Enter")
    await ann.page.wait_for_selector("#error")
    await ann.page.fill("#key", "key-of-ann")
    await ann.page.press("#key", "Enter")
    await ann.page.wait_for_url(f"**/documents/{document}")
    await ann.page.get_by_role("button", name="Sign out").click()
    await ann.page.wait_for_selector("#key")
    await ann.go("/")
    assert await ann.page.locator("#key").count() == 1


async def test_the_queue_shows_what_comes_without_being_asked(desk: Stand, as_: Any) -> None:
    ben = await as_("ben")
    await ben.go("/?order=risk")
    tab = ben.page.locator("#tab-pending")
    before = await tab.inner_text()
    await desk.send(receipt(208))
    await ben.page.wait_for_function(
        "before => document.querySelector('#tab-pending').innerText !== before", arg=before
    )


async def test_an_operator_leaves_a_document_to_one_reviewer(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(209))
    olga, ann = await as_("olga"), await as_("ann")
    await olga.go("/")
    form = olga.page.locator(f"#assign-{document}")
    while not await form.count():
        await olga.page.click("#later")
    await form.locator("input[name=reviewer]").fill("ben")
    await form.locator("button").click()
    await olga.page.wait_for_load_state()
    await ann.open_document(document)
    assert "assigned to ben" in await ann.page.locator("#sheet").inner_text()
    assert await ann.page.locator("[data-act=approve]").count() == 0
    assert await desk.events(streams.COMPLETED, ResultCompleted, document) == []
