"""Texts that try to be more than text stay text, wherever documents and people can write."""

from dataclasses import replace
from typing import Any

import pytest
from bench.review.browser import READY
from bench.review.hostile import COMPANY, PAYLOADS, hostile
from bench.review.stand import Stand

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
INJECTED = (
    "#sheet script, #viewer script, #sheet iframe, #viewer iframe, main style, main link,"
    " main base,"
    " main video, #sheet img, main meta, main math, main template, main object, main embed,"
    " [onerror], [onload], [onmouseover], [onfocus], [ontoggle], [data-hx-on\\:load],"
    " a[href^='javascript' i], [href*='evil.example'], [src*='evil.example'],"
    " [action*='evil.example'], [hx-get*='evil.example']"
)


async def looked_at(person: Any) -> None:
    """Nothing was made of the texts but text."""
    assert await person.page.locator(INJECTED).count() == 0


@pytest.fixture(scope="module")
def filed() -> dict[str, list[str]]:
    """The hostile documents, once they are on the desk."""
    return {}


async def sent(desk: Stand, filed: dict[str, list[str]]) -> list[str]:
    if not filed:
        papers = [hostile(number) for number in range(len(PAYLOADS))]
        filed["ids"] = await desk.send(*papers)
    return filed["ids"]


async def test_nothing_in_a_document_is_run_loaded_or_laid_out(
    desk: Stand, as_: Any, filed: dict[str, list[str]]
) -> None:
    assert len(PAYLOADS) >= 30
    documents = await sent(desk, filed)
    ann = await as_("ann")
    for number, document in enumerate(documents):
        await ann.open_document(document, take=number % 8 == 0)
        await ann.page.wait_for_selector("#viewer .viewer-page")
        await looked_at(ann)
        await in_sight(ann, number)


async def in_sight(person: Any, number: int) -> None:
    """The text is there to be read, and the page is still the page."""
    value = person.page.locator('[data-pointer="/company"][data-part="field"] .value').first
    text = await value.inner_text()
    start = PAYLOADS[number][: min(COMPANY, 20)]
    if start.isascii() and start.isprintable():
        assert " ".join(start.split()) in " ".join(text.split())
    assert await person.page.locator("#bar").is_visible()
    wide = await person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide, f"payload {number} makes the page scroll sideways"


async def test_nothing_that_a_reviewer_types_is_run(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(replace(hostile(0), file_name="typed.txt"))
    ann = await as_("ann")
    await ann.open_document(document)
    for payload in PAYLOADS[:20]:
        await ann.choose("/address")
        await ann.correct(payload)
        cell = ann.page.locator('[data-pointer="/address"][data-part="field"] .value')
        assert " ".join(payload.split()) in " ".join((await cell.inner_text()).split())
        await looked_at(ann)
    await ann.press("r", until="#note:focus")
    await ann.page.keyboard.insert_text(" ".join(PAYLOADS[:20]))
    await ann.page.keyboard.press("Control+Enter")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])
    await ann.open_document(document, take=False)
    await ann.page.get_by_text("History (").click()
    assert "<svg onload=alert(4)>" in await ann.page.locator("#sheet").inner_text()
    await looked_at(ann)


async def test_queue_and_audit_log_show_hostile_names_as_text(
    desk: Stand, as_: Any, filed: dict[str, list[str]]
) -> None:
    await sent(desk, filed)
    for name, path in (("ann", "/"), ("olga", "/"), ("olga", "/audit"), ("olga", "/quality")):
        person = await as_(name)
        await person.go(path)
        await looked_at(person)


async def test_a_hostile_name_of_a_reviewer_is_text_to_others(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(replace(hostile(1), file_name="named.txt"))
    ann = await as_("ann")
    async with desk.http("olga") as http:
        for payload in PAYLOADS[:12]:
            answer = await http.post(
                f"/v1/reviews/{document}/assign", json={"reviewer": payload[:200]}
            )
            assert answer.is_success, answer.text
            await ann.go(f"/documents/{document}")
            await ann.page.wait_for_selector(READY)
            await looked_at(ann)
            await ann.go("/")
            await looked_at(ann)
