"""The desk is there for everybody: axe-core on every screen, 200 % zoom, narrow windows, keys."""

import os
from typing import Any

import pytest
import pytest_asyncio
from bench.review.axe import axe_source, barriers
from bench.review.receipts import receipt
from bench.review.screens import SCREENS, Screen, Shown, fill
from bench.review.stand import Stand

from winnow.errors import MisconfiguredError

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SCREEN = pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.name)


@pytest.fixture(scope="session")
def axe() -> None:
    """Skips, or fails where nobody would notice, without axe-core."""
    try:
        axe_source()
    except MisconfiguredError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shown(desk: Stand) -> Shown:
    return await fill(desk)


@SCREEN
async def test_axe_finds_no_barrier_in_light_and_dark(
    axe: None, as_: Any, shown: Shown, screen: Screen
) -> None:
    person = await as_(screen.who, bypass_csp=True)
    for scheme in ("light", "dark"):
        await person.page.emulate_media(color_scheme=scheme)
        await screen.go(person, shown)
        assert await barriers(person.page) == [], scheme


@SCREEN
async def test_nothing_scrolls_sideways_at_twice_the_size(
    as_: Any, shown: Shown, screen: Screen
) -> None:
    person = await as_(screen.who)
    await screen.go(person, shown)
    for width in (640, 320):  # 1280 at 200 % and at 400 %
        await person.page.set_viewport_size({"width": width, "height": 400})
        measured = "() => document.documentElement.scrollWidth - innerWidth"
        assert await person.page.evaluate(measured) <= 0, f"at {width} px"


async def test_the_focus_is_seen_and_never_under_the_bar(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(401))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.page.set_viewport_size({"width": 900, "height": 420})
    for _ in range(14):
        await ann.page.keyboard.press("j")
        covered = await ann.page.evaluate(
            "() => { const one = document.activeElement.getBoundingClientRect();"
            " const bar = document.querySelector('#bar').getBoundingClientRect();"
            " return one.top >= bar.top }"
        )
        assert not covered
        outline = "() => getComputedStyle(document.activeElement).outlineStyle"
        assert await ann.page.evaluate(outline) != "none"


async def test_single_keys_can_be_turned_off(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(402))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.press("?", until="dialog[open]")
    await ann.page.uncheck("#single-keys")
    await ann.page.keyboard.press("Escape")
    await ann.page.wait_for_selector("dialog[open]", state="detached")
    await ann.page.keyboard.press("u")
    await ann.page.keyboard.press("e")
    assert await ann.page.locator("[name=value]:focus").count() == 0
    await ann.written("Enter")


async def test_keys_do_nothing_while_somebody_types(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(403))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.press("e", until="[name=value]:focus")
    await ann.page.keyboard.type("aunsrx?")
    assert await ann.page.input_value("[name=value]:focus") == "aunsrx?"
    assert await ann.revision() == 0
