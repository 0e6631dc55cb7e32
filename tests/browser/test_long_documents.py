"""Long documents stay quick to look through: a scan of 60 pages, a table of 300 rows."""

from dataclasses import replace
from typing import Any

import pytest
from bench.review.long_papers import invoice, scan
from bench.review.stand import Stand

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_of_sixty_pages_only_those_in_sight_are_loaded(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(replace(scan(), file_name="long.tiff"))
    ann = await as_("ann")
    await ann.open_document(document)
    assert await ann.current() == ("field", "/jurisdiction")
    await ann.page.wait_for_selector('#viewer [data-page="60"] img[src]')
    assert await ann.page.locator("#viewer .viewer-page").count() == 60
    assert await ann.page.locator("#viewer img[src]").count() < 12
    assert "Page 60 of 60" in await ann.page.locator(".viewer-where").inner_text()


async def test_keys_turn_pages_and_the_page_of_a_value_comes_with_it(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(replace(scan(), file_name="long.tiff"))
    ann = await as_("ann")
    await ann.open_document(document)
    where = "page => document.querySelector('.viewer-where').innerText === `Page ${page} of 60`"
    await ann.page.wait_for_function(where, arg=60)
    await ann.page.keyboard.press("[")
    await ann.page.wait_for_function(where, arg=59)
    await ann.choose("/term")
    await ann.page.wait_for_function(where, arg=31)
    assert await ann.page.locator('#viewer g[aria-current="true"]').count() == 1


async def test_a_row_in_doubt_far_down_a_long_table_is_shown_and_decided(
    desk: Stand, as_: Any
) -> None:
    [document] = await desk.send(replace(invoice(), file_name="long.pdf"))
    ann = await as_("ann")
    await ann.open_document(document)
    assert await ann.current() == ("field", "/line_items/150/quantity")
    await ann.correct("7")
    assert await ann.current() == ("field", "/buyer_name")
    rows = ann.page.locator("#table-line_items tbody tr")
    shown = await rows.count()
    assert shown < 60
    await ann.page.get_by_text("Show more rows").click()
    await ann.page.wait_for_function(
        "shown => document.querySelectorAll('#table-line_items tbody tr').length > shown", arg=shown
    )
    cell = '#sheet [data-pointer="/line_items/3/name"]'
    await ann.choose("/line_items/3/name")
    await ann.press("e", until=f"{cell} input[name=value]:focus")
    await ann.page.keyboard.insert_text("Hex bolt")
    await ann.written("Enter")
    assert "Hex bolt" in await ann.page.locator(cell).inner_text()
