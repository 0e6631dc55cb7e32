"""The running desk, Chromium, and people before it."""

import os
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

import pytest
import pytest_asyncio
from bench.review.browser import Person, chromium, find_chromium
from bench.review.stand import Stand, stand
from playwright.async_api import Browser

from winnow.errors import MisconfiguredError


class AsSomebody(Protocol):
    async def __call__(self, name: str | None, **options: Any) -> Person: ...


@pytest.fixture(scope="session")
def browser_there() -> None:
    """Skips, or fails where nobody would notice, without Chromium."""
    try:
        find_chromium()
    except MisconfiguredError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def desk(browser_there: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """One desk for all tests; each works on documents of its own."""
    with stand(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def window(browser_there: None) -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def as_(desk: Stand, window: Browser) -> AsyncIterator[AsSomebody]:
    """Opens a window and signs somebody in; in the end nothing may have gone wrong in any."""
    people: list[Person] = []

    async def come(name: str | None, **options: Any) -> Person:
        person = await Person.open(desk, window, **options)
        people.append(person)
        if name is not None:
            await person.sign_in(name)
        return person

    yield come
    alarms = [alarm for person in people for alarm in person.alarms]
    for person in people:
        await person.close()
    assert alarms == []
