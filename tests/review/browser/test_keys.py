"""The keys of the page: a document is cleared without a pointer, and nothing fires by mistake."""

from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[3] / "docs" / "reviewer.md"
DOCUMENTS = DOCS.read_text().partition("## Questions")[0]
KEYS_OF_THE_DOCS = [line for line in DOCUMENTS.splitlines() if line.startswith("| `")]


async def noted(desk: Any, path: str, name: str = "ann") -> dict[str, Any]:
    """What was decided so far, by pointer."""
    seen = await desk.as_(name).get(path.replace("/documents", "/v1/reviews"))
    return {one["pointer"]: one for one in seen.json()["fields"]}


async def test_the_weakest_value_is_the_current_one_at_first(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    assert await seat.current() == "/total"
    assert await seat.focused() == "/total"


async def test_enter_confirms_and_goes_to_the_next_flagged(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("Enter")
    assert await seat.current() == "/date"
    assert await seat.focused() == "/date"
    assert await seat.said() == "Total: Confirmed; 1 of 2 left"
    assert (await noted(desk, path))["/total"]["action"] == "confirm"


async def test_keys_pressed_faster_than_the_desk_answers_are_done_in_turn(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("Enter", "Enter", "j", "Enter")
    assert [*(await noted(desk, path))] == ["/total", "/date", "/company"]


async def test_a_key_held_down_confirms_once(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    for _ in range(4):
        await seat.page.keyboard.down("Enter")
    await seat.page.keyboard.up("Enter")
    await seat.settled()
    assert [*(await noted(desk, path))] == ["/total"]


async def test_e_edits_enter_saves_and_the_next_flagged_comes(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("e")
    assert await seat.focused() == "field-total-value"
    await seat.page.keyboard.type("13,40")
    await seat.key("Enter")
    assert await seat.current() == "/date"
    assert (await noted(desk, path))["/total"]["value"] == 13.4


async def test_escape_leaves_the_editor_and_nothing_is_written(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("e")
    await seat.page.keyboard.type("99")
    await seat.key("Escape")
    assert await seat.focused() == "/total"
    assert not await seat.page.locator("#field-total-value").is_visible()
    assert await noted(desk, path) == {}


async def test_what_the_field_cannot_be_stays_typed_and_in_focus(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("e")
    await seat.page.keyboard.type("twelve")
    await seat.key("Enter")
    assert await seat.focused() == "field-total-value"
    assert await seat.page.locator("#field-total-value").input_value() == "twelve"
    assert await noted(desk, path) == {}
    seat.faults[:] = [one for one in seat.faults if "422" not in one]


async def test_letters_are_letters_while_somebody_types(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("e")
    await seat.page.keyboard.type("xun?[]+-0ajk/")
    assert await seat.page.locator("#field-total-value").input_value() == "xun?[]+-0ajk/"
    assert await seat.page.get_by_role("dialog").count() == 0
    assert await noted(desk, path) == {}


async def test_keys_with_modifiers_and_of_input_methods_are_not_ours(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("Control+x", "Alt+u", "Control+Enter", "Control+/")
    composed = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true})"
    await seat.page.evaluate(f"document.activeElement.dispatchEvent({composed})")
    await seat.settled()
    assert await seat.page.get_by_role("dialog").count() == 0
    assert await noted(desk, path) == {}


async def test_enter_on_a_button_is_the_buttons_own(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.page.get_by_role("button", name="Zoom in").focus()
    await seat.key("Enter")
    assert await seat.said() == "Zoom 125 %"
    assert await noted(desk, path) == {}


async def test_help_names_every_key_and_can_turn_single_keys_off_for_good(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("?")
    dialog = seat.page.get_by_role("dialog", name="Keys")
    told = zip(
        await dialog.locator("kbd").all_inner_texts(),
        await dialog.locator("td").all_inner_texts(),
        strict=True,
    )
    assert [f"| `{key}` | {does} |" for key, does in told] == KEYS_OF_THE_DOCS
    await dialog.get_by_label("Keys that are single characters work").uncheck()
    await seat.key("Escape")
    await seat.page.reload()
    await seat.page.wait_for_selector(".viewer-page")
    await seat.key("x", "?", "u")
    assert await seat.page.get_by_role("dialog").count() == 0
    await seat.key("Enter")
    assert [*(await noted(desk, path))] == ["/total"]
    await seat.page.get_by_role("button", name="Help").click()
    await dialog.get_by_label("Keys that are single characters work").check()
    await seat.key("Escape", "x")
    assert await seat.page.get_by_role("dialog", name="Why is it wrong?").count() == 1


async def test_a_value_is_found_by_its_name(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    await seat.key("/")
    await seat.page.keyboard.type("row 2")
    await seat.key("Enter")
    assert await seat.current() == "/items/1/name"


async def test_a_value_in_a_table_is_opened_and_corrected_by_keys(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.page.locator('[data-part][data-pointer="/items/1/name"]').focus()
    await seat.key("e")
    assert await seat.focused() == "field-items-1-name-value"
    await seat.page.keyboard.press("Control+a")
    await seat.page.keyboard.type("White tea")
    await seat.key("Enter")
    assert (await noted(desk, path))["/items/1/name"]["value"] == "White tea"
    assert await seat.focused() == "/items/1/name"


async def test_seconds_are_those_that_a_value_was_looked_at(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit("/")
    await seat.page.clock.install()
    await seat.page.goto(f"{seat.address}{path}")
    await seat.page.wait_for_selector(".viewer-page")
    await seat.page.clock.fast_forward(4000)
    await seat.key("Enter")
    await seat.page.clock.fast_forward(7000)
    await seat.key("Enter")
    told = await noted(desk, path)
    assert 4 <= told["/total"]["seconds"] < 6
    assert 7 <= told["/date"]["seconds"] < 9


async def test_who_only_looks_on_writes_nothing_by_keys(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path, name="bob")
    await seat.key("Enter", "x", "u", "a", "s", "e", "n", "]")
    assert await seat.said() == "Page 2 of 3"
    assert await noted(desk, path) == {}
