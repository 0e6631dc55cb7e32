"""Every screen of the desk, each shown by whoever sees it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.review.asking import ask
from bench.review.browser import Person
from bench.review.long_papers import invoice, scan
from bench.review.other_papers import email, with_hidden_text
from bench.review.receipts import receipt
from bench.review.stand import Stand


@dataclass(frozen=True, slots=True)
class Shown:
    """Ids of the documents that the screens show."""

    receipt: str
    invoice: str
    scan: str
    email: str
    hidden: str
    question: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: who sees it (None: nobody signed in), and the way to it."""

    name: str
    who: str | None
    go: Callable[[Person, Shown], Awaitable[None]]


async def fill(stand: Stand) -> Shown:
    """Put the documents on the desk that the screens show, and some more for the queue."""
    papers = (receipt(1), invoice(30), scan(), email(), with_hidden_text())
    ids = await stand.send(*papers)
    await stand.send(*(receipt(number) for number in range(2, 9)))
    return Shown(*[*ids, await ask(stand)])


def _at(path: str) -> Callable[[Person, Shown], Awaitable[None]]:
    async def go(person: Person, _: Shown) -> None:
        await person.go(path)

    return go


def _document(name: str, *, take: bool = True) -> Callable[[Person, Shown], Awaitable[None]]:
    async def go(person: Person, shown: Shown) -> None:
        await person.open_document(getattr(shown, name), take=take)
        pages = "#viewer .viewer-page"
        await person.page.wait_for_selector(pages)
        if await person.page.locator("#viewer img").count():
            await person.page.wait_for_selector("#viewer img[src]")
            await person.page.wait_for_load_state("networkidle")

    return go


async def _editing(person: Person, shown: Shown) -> None:
    await _document("receipt")(person, shown)
    await person.press("e", until="[name=value]:focus")


async def _asking_why(person: Person, shown: Shown) -> None:
    await _document("receipt")(person, shown)
    await person.press("x", until="dialog[open]")


async def _help(person: Person, shown: Shown) -> None:
    await _document("receipt")(person, shown)
    await person.press("?", until="dialog[open]")


async def _corrected(person: Person, shown: Shown) -> None:
    await _document("email")(person, shown)
    if await person.page.locator('[data-pointer="/total"][data-standing="doubtful"]').count():
        await person.choose("/total")
        await person.correct("21.50")


async def _question(person: Person, shown: Shown) -> None:
    await person.go(f"/questions/{shown.question}")
    if await person.page.locator("[data-act=take]").count():
        await person.press("t", until="#answer")
    await person.page.locator(".passage").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"):
        await person.page.keyboard.press(key)


SCREENS = (
    Screen("sign-in", None, _at("/sign-in")),
    Screen("queue", "cleo", _at("/")),
    Screen("document", "ann", _document("receipt")),
    Screen("editing", "ann", _editing),
    Screen("reasons", "ann", _asking_why),
    Screen("help", "ann", _help),
    Screen("text", "ann", _corrected),
    Screen("table", "ann", _document("invoice")),
    Screen("scan", "ann", _document("scan")),
    Screen("hidden-text", "ann", _document("hidden")),
    Screen("looking-on", "ada", _document("receipt", take=False)),
    Screen("questions", "cleo", _at("/questions")),
    Screen("question", "ann", _question),
    Screen("quality", "cleo", _at("/quality")),
    Screen("audit", "olga", _at("/audit")),
)
