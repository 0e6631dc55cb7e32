"""A desk where every document is read twice: blind, compared, and settled where readers differ."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from bench.review.browser import READY, Person
from bench.review.receipts import receipt
from bench.review.stand import Stand, eventually, stand
from playwright.async_api import Browser

from winnow import streams
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewChanged, ReviewDecided

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="module")
def twice(browser_there: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with stand(tmp_path_factory.mktemp("twice"), WINNOW_REVIEW_DOUBLE_SHARE="1") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def people(twice: Stand, window: Browser) -> AsyncIterator[dict[str, Person]]:
    found = {name: await Person.open(twice, window) for name in ("ann", "ben", "cleo")}
    for name, person in found.items():
        await person.sign_in(name)
    yield found
    alarms = [alarm for person in found.values() for alarm in person.alarms]
    for person in found.values():
        await person.close()
    assert alarms == []


async def read(person: Person, document: str, total: Any) -> None:
    """Decide all that is in doubt, the total as given."""
    await person.open_document(document)
    await person.choose("/total")
    await person.correct(str(total))
    for pointer in ("/date", "/company"):
        await person.choose(pointer)
        await person.written("Enter")
    await person.page.keyboard.press("a")
    await person.page.wait_for_url(lambda url: document not in url.split("?")[0])


async def test_a_second_reader_knows_nothing_and_a_dispute_is_settled(
    twice: Stand, people: dict[str, Person]
) -> None:
    paper = receipt(301)
    truth = paper.truth["/total"]
    [document] = await twice.send(paper)
    ann, ben, cleo = people["ann"], people["ben"], people["cleo"]
    await read(ann, document, 1.11)

    await ben.open_document(document)
    seen = await ben.page.locator("main").inner_text()
    assert "1.11" not in seen
    assert "ann" not in seen
    assert "History (0)" in seen
    await read(ben, document, truth)

    await cleo.go("/?state=disputed")
    await cleo.page.click(f"#to-{document}")
    await cleo.page.wait_for_selector(READY)
    await cleo.press("t", until=f'#document[data-writable="true"] {READY}')
    readings = await cleo.page.locator(".readings").first.inner_text()
    assert "1.11" in readings
    assert str(truth) in readings
    assert "ann" not in readings, "names tell nothing about what is right"
    await cleo.page.get_by_role("button", name="Take the second reading").first.click()
    await cleo.page.wait_for_selector('#bar[data-left="0"]')
    await cleo.page.keyboard.press("a")
    await cleo.page.wait_for_url(lambda url: document not in url.split("?")[0])

    async def two() -> list[ResultCompleted] | None:
        found = await twice.events(streams.COMPLETED, ResultCompleted, document)
        return found if len(found) == 2 else None

    last = max(await eventually(two, "both results"), key=lambda one: one.occurred_at)
    assert last.body is not None
    assert last.body.data["total"] == truth
    assert last.decided_by == "reviewer:cleo"
    decisions = await twice.events(streams.REVIEW_DECIDED, ReviewDecided, document)
    assert [one.adjudicated for one in sorted(decisions, key=lambda d: d.revision)] == [False, True]


async def test_two_readers_who_agree_need_nobody_else(
    twice: Stand, people: dict[str, Person]
) -> None:
    paper = receipt(302)
    [document] = await twice.send(paper)
    await read(people["ann"], document, paper.truth["/total"])
    await read(people["ben"], document, paper.truth["/total"])

    async def opinion() -> list[ReviewChanged]:
        found = await twice.events(streams.REVIEW_CHANGED, ReviewChanged, document)
        return [one for one in found if one.change == "opinion"]

    [told] = await eventually(opinion, "the opinion")
    assert all(one.same for one in told.compared)
    async with twice.http("cleo") as http:
        assert (await http.get(f"/v1/reviews/{document}")).json()["state"] == "decided"
