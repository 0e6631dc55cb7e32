"""Debian's Chromium, and people who sit before it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from bench.review.stand import Stand
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from winnow.errors import MisconfiguredError

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE: Final = {"width": 1280, "height": 800}
REFUSED: Final = ("Failed to load resource", "Response Status Error Code 4")  # answers from 400 on
READY: Final = "#sheet [data-pointer][aria-current=true]"  # the script has chosen a value
PATIENCE: Final = 20_000.0  # milliseconds that a busy machine may take


def find_chromium() -> str:
    """Where it is; MisconfiguredError if it is not installed."""
    found = shutil.which("chromium")
    if found is None:
        raise MisconfiguredError("no Chromium; run `apt-get install chromium`")
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A running browser."""
    path = find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


class Person:
    """Somebody with a browser window of their own; `alarms` is what must never happen in it:
    dialogs of pages, errors in scripts, what the policy had to stop, requests to elsewhere.
    """

    def __init__(self, stand: Stand, page: Page) -> None:
        self.stand = stand
        self.page = page
        self.alarms: list[str] = []
        page.on("dialog", lambda dialog: self.alarms.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: self.alarms.append(f"error {error}"))
        page.on("console", self._on_console)
        page.on("request", self._on_request)

    @classmethod
    async def open(cls, stand: Stand, browser: Browser, **options: Any) -> "Person":
        """A new window, nobody signed in."""
        context = await browser.new_context(viewport=SIZE, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        return cls(stand, await context.new_page())

    async def sign_in(self, name: str) -> None:
        """With the key of that name."""
        await self.go("/sign-in")
        await self.page.fill("#key", f"key-of-{name}")
        await self.page.press("#key", "Enter")
        await self.page.wait_for_url(f"{self.stand.review}/")

    async def go(self, path: str) -> None:
        """Open a page of the desk."""
        await self.page.goto(f"{self.stand.review}{path}", wait_until="load")

    async def open_document(self, document_id: str, *, take: bool = True) -> None:
        """Open a document, and take it as a person would."""
        await self.go(f"/documents/{document_id}")
        await self.page.wait_for_selector(READY)
        if take and await self.page.locator("[data-act=take]").count():
            await self.press("t", until=f'#document[data-writable="true"] {READY}')

    async def press(self, key: str, until: str | None = None) -> None:
        """Press a key; wait until the page has such an element."""
        await self.page.keyboard.press(key)
        if until:
            await self.page.wait_for_selector(until, state="attached")

    async def written(self, *keys: str) -> None:
        """Press keys, of which the last makes a write, and wait until the page shows it."""
        before = await self.revision()
        for key in keys:
            await self.page.keyboard.press(key)
        await self.page.wait_for_function(
            "before => Number(document.querySelector('#revision')?.value) > before", arg=before
        )

    async def revision(self) -> int:
        """The revision that the page shows."""
        return int(await self.page.input_value("#revision"))

    async def choose(self, pointer: str, part: str = "field") -> None:
        """Make a value the current one."""
        await self.page.locator(f'[data-part="{part}"][data-pointer="{pointer}"]').first.focus()

    async def correct(self, text: str) -> None:
        """Type a value into the current field and save it."""
        await self.page.keyboard.press("e")
        await self.page.wait_for_selector("[name=value]:focus")
        await self.page.keyboard.insert_text(text)
        await self.written("Enter")

    async def current(self) -> tuple[str, str]:
        """The part and pointer of the current value."""
        place = await self.page.evaluate(
            "at => { const one = document.querySelector(at);"
            " return one ? [one.dataset.part, one.dataset.pointer] : ['', ''] }",
            READY,
        )
        return place[0], place[1]

    async def close(self) -> None:
        await self.page.context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.alarms.append(f"console {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.stand.review}/", "data:", "blob:")):
            self.alarms.append(f"request {request.url}")
