"""A desk over HTTP, and a Chromium that looks at its documents."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from winnow.contracts.base import BlobRef, Box
from winnow.contracts.documents import Source
from winnow.contracts.parsed import HiddenText, ParsedDocument
from winnow.contracts.parsed import Page as ParsedPage
from winnow.contracts.reviews import ReviewRequested
from winnow.testing.drawn import SIZE, Drawn, letter, receipt

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder drive a browser."""
    for item in items:
        if "/review/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


async def ask(desk: Any, drawn: Drawn, **changes: Any) -> ReviewRequested:
    """Put the document on the desk."""
    pages = []
    for number in range(1, len(drawn.pages) + 1):
        image = await desk.blobs.put("default", drawn.picture(number), "image/png")
        pages.append(
            ParsedPage(number=number, width=SIZE[0], height=SIZE[1], image=image, ocr=True)
        )
    hidden = HiddenText(
        text=drawn.hidden, page=1, how="tiny", box=Box(x0=0.1, y0=0.8, x1=0.6, y1=0.83)
    )
    parsed = ParsedDocument(
        text="\n\n".join(" ".join(lines) for lines in drawn.pages),
        pages=tuple(pages),
        elements=(),
        words=tuple(drawn.words),
        chunks=(),
        hidden=(hidden,) if drawn.hidden else (),
    )
    return await stored(desk, drawn, parsed, **changes)


async def stored(
    desk: Any, drawn: Drawn, parsed: ParsedDocument, **changes: Any
) -> ReviewRequested:
    nothing: BlobRef = await desk.blobs.put("default", b"%PDF", "application/pdf")
    made: ReviewRequested = await desk.ask(
        document_id=uuid4(),
        source=Source(
            file_name=drawn.file_name,
            original=nothing,
            media_type="application/pdf",
            pages=len(parsed.pages),
            parsed=await desk.put(parsed.model_dump_json()),
            submitted_at="2030-01-01T00:00:00Z",
            submission="s",
        ),
        extraction=await desk.put(drawn.extraction().model_dump_json()),
        **{
            "doubtful": tuple(drawn.confidences),
            "confidences": drawn.confidences,
            "thresholds": {"/total": 0.9, "/date": 0.9, "/company": 0.9, "/items/*/name": 0.9},
            **changes,
        },
    )
    return made


@asynccontextmanager
async def serving(desk: Any) -> AsyncIterator[str]:
    """The address of the desk over HTTP."""
    config = uvicorn.Config(desk.web, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    desk.desk.closing.set()
    server.should_exit = True
    await task


@pytest.fixture
async def address(desk: Any) -> AsyncIterator[str]:
    async with serving(desk) as at:
        yield at


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    at = shutil.which("chromium")
    if at is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium; install Debian's package chromium")
        pytest.skip("no chromium; install Debian's package chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=at, args=ARGS)
        yield browser
        await browser.close()


@dataclass
class Seat:
    """Somebody before the page. `faults`: whatever the browser complained of or asked elsewhere."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    async def key(self, *keys: str) -> None:
        """Press keys one after the other, and wait until all is done."""
        for key in keys:
            await self.page.keyboard.press(key)
        await self.settled()

    async def settled(self) -> None:
        """Until nothing is being asked and all acts are done."""
        await self.page.locator('html[data-busy="true"]').wait_for(state="detached")

    async def until(self, script: str) -> None:
        """Until an expression holds; playwright's own way is an eval, which the policy forbids."""
        async with asyncio.timeout(10):
            while not await self.page.evaluate(script):  # noqa: ASYNC110 (the page has no event)
                await asyncio.sleep(0.02)

    async def current(self) -> str | None:
        """The pointer of the current field."""
        one = self.page.locator('[data-part][aria-current="true"]')
        return await one.get_attribute("data-pointer")

    async def focused(self) -> str:
        script = "document.activeElement.dataset.pointer || document.activeElement.id || ''"
        told: str = await self.page.evaluate(script)
        return told

    async def said(self) -> str:
        return await self.page.locator("#status").inner_text()


@pytest.fixture
async def sit(chromium: Browser, address: str) -> AsyncIterator[Callable[..., Awaitable[Seat]]]:
    """Open a page as somebody; by the form, each write needs the session's token."""
    seats = []

    async def sit_(path: str, name: str = "ann", by_form: bool = False, **context: Any) -> Seat:
        told = {} if by_form else {"X-Reviewer": name}
        size = {"width": 1280, "height": 800}
        given = {"viewport": size, "extra_http_headers": told, **context}
        page = await (await chromium.new_context(**given)).new_page()
        seat = Seat(page, address)
        seats.append(seat)
        _watch(page, seat)
        if by_form:
            await page.goto(f"{address}/sign-in")
            await page.get_by_label("Your name").fill(name)
            await page.get_by_role("button", name="Sign in").click()
        await page.goto(f"{address}{path}")
        if path.startswith("/documents/"):
            await page.wait_for_selector(".viewer-page")
        return seat

    yield sit_
    for seat in seats:
        assert seat.faults == []


def _watch(page: Page, seat: Seat) -> None:
    def console(one: ConsoleMessage) -> None:
        if one.type == "error":
            seat.faults.append(one.text)

    def request(one: Request) -> None:
        if not one.url.startswith((seat.address, "data:", "blob:")):
            seat.faults.append(one.url)

    page.on("pageerror", lambda error: seat.faults.append(str(error)))
    page.on("dialog", lambda one: seat.faults.append(f"dialog: {one.message}"))
    page.on("console", console)
    page.on("request", request)


@pytest.fixture
def taken(desk: Any) -> Callable[..., Awaitable[str]]:
    """Put a document on the desk and take it as ann; its path."""

    async def take(drawn: Drawn | None = None, **changes: Any) -> str:
        event = await ask(desk, drawn or receipt(), **changes)
        answer = await desk.http.post(f"/v1/reviews/{event.document_id}/claim", json={})
        assert answer.status_code == 200, answer.text
        return f"/documents/{event.document_id}"

    return take


@pytest.fixture
def drawn() -> Callable[..., Drawn]:
    """A receipt to be put on the desk, with changes."""
    return receipt


@pytest.fixture
def taken_letter(desk: Any) -> Callable[[str, str], Awaitable[str]]:
    """Put a text on the desk that names this company, and take it as ann; its path."""

    async def take(text: str, company: str) -> str:
        event = await stored(desk, *letter(text, company))
        await desk.http.post(f"/v1/reviews/{event.document_id}/claim", json={})
        return f"/documents/{event.document_id}"

    return take
