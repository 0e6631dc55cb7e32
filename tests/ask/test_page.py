"""The page in Chromium: asking, citations beside, a person's answer, narrow and dark."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import uvicorn
from bench.review.browser import REFUSED, chromium, find_chromium
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from winnow.contracts.questions import QuestionEscalated
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.local.child import free_port

pytestmark = pytest.mark.browser
Office = Any  # see conftest.py
HOSTILE: Final = '<img src=x onerror="alert(1)">'
PICTURES: Final = os.environ.get("WINNOW_PICTURES")  # a folder, for whoever wants to look


@pytest.fixture
async def window() -> AsyncIterator[Browser]:
    try:
        find_chromium()
    except MisconfiguredError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def address(office: Office) -> AsyncIterator[str]:
    """Where the service answers."""
    port = free_port()
    config = uvicorn.Config(office.web, port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    yield f"http://127.0.0.1:{port}"
    office.desk.closing.set()
    server.should_exit = True
    await serving


@asynccontextmanager
async def person(window: Browser, address: str, **options: Any) -> AsyncIterator[Page]:
    """Ann before the page; nothing may go wrong in it."""
    alarms: list[str] = []
    told = {"viewport": {"width": 1280, "height": 800}, **options}
    page = await (await window.new_context(**told)).new_page()
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    page.on("console", lambda message: _note(message, alarms))
    await page.goto(f"{address}/?conversation=")
    await page.fill("#key", "k-ann")
    await page.press("#key", "Enter")
    await page.wait_for_selector("#question:focus")
    yield page
    await page.context.close()
    assert alarms == []


def _note(message: ConsoleMessage, alarms: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(REFUSED):
        alarms.append(message.text)


async def ask(page: Page, question: str = "When is notice given?") -> None:
    await page.fill("#question", question)
    await page.press("#question", "Enter")


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def test_an_answer_shows_where_it_is_from(
    office: Office, window: Browser, address: str
) -> None:
    await office.parse()
    async with person(window, address) as page:
        await expect(page.locator("#empty")).to_contain_text("1 document can be searched")
        await picture(page, "empty")
        await page.click(".example >> nth=0")
        await page.press("#question", "Enter")
        await expect(page.locator(".sentence")).to_contain_text("Notice must be given thirty days")
        await expect(page.locator("#sources mark")).to_have_text(
            "thirty days before the end of a month"
        )
        await page.click(".cite")
        await expect(page.locator("#source-1")).to_be_focused()
        await expect(page.locator("#source-1")).to_have_attribute("aria-current", "true")
        await picture(page, "answered")


async def test_a_persons_answer_arrives_while_the_page_is_open(
    office: Office, window: Browser, address: str
) -> None:
    office.answerer.outcome = "escalated"
    async with person(window, address) as page:
        await ask(page)
        await expect(page.locator(".turn .banner")).to_contain_text("A person has been asked")
        await picture(page, "waiting")
        [event] = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
        await office.decide(event, text=f"In writing. {HOSTILE}")
        await expect(page.locator(".person")).to_contain_text(HOSTILE)
        await expect(page.locator("#status")).to_have_text("A person has answered.")
        await picture(page, "decided")
        await page.reload()
        await expect(page.locator(".person")).to_contain_text("rita")


async def test_thumbs_down_sends_the_note_by_keyboard(
    office: Office, window: Browser, address: str
) -> None:
    async with person(window, address, color_scheme="dark") as page:
        await ask(page)
        await page.locator(".thumb.down").focus()
        await page.keyboard.press("Enter")
        await page.keyboard.type("That is the old contract.")
        await picture(page, "noting-dark")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator(".turn .banner")).to_contain_text("A person has been asked")
        await expect(page.locator(".thumb.down")).to_have_attribute("aria-pressed", "true")
    [event] = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
    assert event.reasons == ("the asker was not content: That is the old contract.",)


async def test_a_question_that_failed_can_be_tried_again(
    office: Office, window: Browser, address: str
) -> None:
    office.answerer.fail_with(UnreachableError("the model"))
    async with person(window, address) as page:
        await ask(page)
        await expect(page.locator(".turn .bad")).to_contain_text("the model did not answer")
        office.answerer.fail_with(None)
        await page.click("text=Try again")
        await expect(page.locator(".sentence")).to_be_visible()
    assert len({one.id for one in office.answerer.asked}) == 1


async def test_it_fits_a_phone_and_filters_are_sent(
    office: Office, window: Browser, address: str
) -> None:
    await office.parse(recipe="contract")
    size = {"width": 360, "height": 720}
    async with person(window, address, viewport=size) as page:
        await page.click("summary")
        await page.select_option("#by-recipe", "contract")
        await page.fill("#since", "2026-01-01")
        await expect(page.locator("#filtered")).to_have_text(" (2)")
        await ask(page)
        await page.click("summary")
        await expect(page.locator(".sentence")).to_be_visible()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
        await picture(page, "phone")
    filters = office.answerer.asked[-1].filters
    assert (filters.recipe, str(filters.since)) == ("contract", "2026-01-01")
