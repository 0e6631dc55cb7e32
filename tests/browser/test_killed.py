"""The review service is killed between any two clicks: no decision is lost, none counts twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import nullcontext

import pytest
import pytest_asyncio
from bench.review.browser import READY, Person
from bench.review.receipts import receipt
from bench.review.stand import Stand, eventually
from playwright.async_api import Browser
from sqlalchemy import select

from winnow import streams
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewChanged, ReviewDecided
from winnow.records.database import open_database
from winnow.records.tables import review_history
from winnow_review.folding import Write

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def ann(desk: Stand, window: Browser) -> AsyncIterator[Person]:
    """She sees the service die, which pages may say in the console."""
    person = await Person.open(desk, window)
    await person.sign_in("ann")
    yield person
    await person.close()


async def confirm(person: Person, _: str) -> None:
    await person.page.keyboard.press("Enter")


async def correct(person: Person, total: str) -> None:
    await person.press("e", until="[name=value]:focus")
    await person.page.keyboard.insert_text(total)
    await person.page.keyboard.press("Enter")


async def undo(person: Person, _: str) -> None:
    await person.page.keyboard.press("u")


STEPS = (  # a session with a change of mind in it; each makes one write
    ("/total", confirm),
    ("", undo),
    ("/total", correct),
    ("/date", confirm),
    ("/company", confirm),
)


async def crash(desk: Stand) -> None:
    """SIGKILL, and the service comes back."""
    review = desk.services["review"]
    await asyncio.to_thread(review.kill)
    await asyncio.to_thread(review.start)


async def again(person: Person, document: str) -> None:
    """Open the document as somebody does who saw the page fail."""
    await person.go(f"/documents/{document}")
    await person.page.wait_for_selector(READY)


async def test_no_click_is_lost_or_counted_twice_when_killed_between_any_two(
    desk: Stand, ann: Person
) -> None:
    paper = receipt(501)
    [document] = await desk.send(paper)
    await ann.open_document(document)
    for revision, (pointer, act) in enumerate(STEPS, 1):
        await crash(desk)
        await again(ann, document)
        if pointer:
            await ann.choose(pointer)
        await act(ann, str(paper.truth["/total"]))
        await ann.page.wait_for_selector(f'#revision[value="{revision}"]', state="attached")
    await crash(desk)
    await again(ann, document)
    await approve(ann, document)
    await crash(desk)
    await told_once(desk, document, paper.truth["/total"])


async def test_a_click_that_is_cut_off_is_made_again_and_counts_once(
    desk: Stand, ann: Person
) -> None:
    paper = receipt(502)
    [document] = await desk.send(paper)
    await ann.open_document(document)
    for revision, (pointer, act) in enumerate(STEPS, 1):
        cut = act is correct
        while await ann.revision() < revision:
            if pointer:
                await ann.choose(pointer)
            async with ann.page.expect_request("**/fields") if pointer else nullcontext():
                await act(ann, str(paper.truth["/total"]))
            if cut:  # the request is on its way, and whether it is heard is open
                await crash(desk)
                await again(ann, document)
                cut = False
            else:
                at = f'#revision[value="{revision}"]'
                await ann.page.wait_for_selector(at, state="attached")
    async with ann.page.expect_request("**/decide"):
        await ann.page.keyboard.press("a")
    await crash(desk)
    await again(ann, document)
    if await ann.page.locator("#document[data-state=pending]").count():
        await approve(ann, document)
    await told_once(desk, document, paper.truth["/total"])


async def approve(person: Person, document: str) -> None:
    await person.page.keyboard.press("a")
    await person.page.wait_for_url(lambda url: document not in url.split("?")[0])


async def told_once(desk: Stand, document: str, total: object) -> None:
    """History, topics and result tell the same, each write once."""

    async def results() -> list[ResultCompleted]:
        return await desk.events(streams.COMPLETED, ResultCompleted, document)

    [result] = await eventually(results, "the result")
    assert result.body is not None
    assert result.body.data["total"] == total
    changed = await desk.events(streams.REVIEW_CHANGED, ReviewChanged, document)
    [decided] = await desk.events(streams.REVIEW_DECIDED, ReviewDecided, document)
    assert Counter(one.change for one in changed) == {"noted": 4, "undone": 1}
    every: list[Write] = [*changed, decided]
    writes = sorted(every, key=lambda one: one.revision)
    assert [one.revision for one in writes] == [1, 2, 3, 4, 5, 6]
    kept = await history(desk, document)
    assert kept == {str(one.event_id) for one in writes}
    assert {one.pointer: one.value for one in decided.fields}["/total"] == total
    assert len(decided.fields) == 3


async def history(desk: Stand, document: str) -> set[str]:
    """Ids of the writes that the desk keeps, each published."""
    rows = review_history.c
    own = rows.document_id == document, rows.kind.in_(("noted", "undone", "decided"))
    database = open_database(desk.settings.database_url())
    async with database.read() as conn:
        found = list(await conn.execute(select(rows.event_id, rows.published).where(*own)))
    await database.close()
    assert all(row.published for row in found)
    return {row.event_id for row in found}
