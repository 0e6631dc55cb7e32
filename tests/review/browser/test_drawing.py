"""Reading text into a field: by a drawn box, by keys alone, by selecting."""

from typing import Any


async def box_of(seat: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] | None = await seat.page.locator(selector).first.bounding_box()
    assert found is not None
    return found


async def test_a_drawn_box_is_read_into_the_current_field_to_be_saved(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path, by_form=True)
    company = seat.page.locator('[data-part][data-pointer="/company"]')
    await company.focus()
    box = await box_of(seat, 'svg g[data-pointer="/company"]')
    await seat.key("d")
    await seat.page.mouse.move(box["x"] - 3, box["y"] - 3)
    await seat.page.mouse.down()
    await seat.page.mouse.move(box["x"] + box["width"] + 20, box["y"] + box["height"] + 34, steps=3)
    await seat.page.mouse.up()
    value = company.locator('[name="value"]')
    await seat.until("document.activeElement.name === 'value'")
    assert await value.input_value() == "ACME Tea House 12 Leaf Street"
    assert "Read: ACME Tea House 12 Leaf Street" in await seat.said()
    await seat.page.keyboard.press("Enter")
    await company.get_by_text("corrected by ann").wait_for()
    seen = (await desk.http.get(path.replace("/documents", "/v1/reviews"))).json()
    assert [one["value"] for one in seen["fields"]] == ["ACME Tea House 12 Leaf Street"]


async def test_a_box_can_be_drawn_without_a_pointer(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    assert await seat.current() == "/total"
    await seat.key("d")
    drawn = await box_of(seat, "svg .drawn")
    await seat.key(*["Shift+ArrowRight"] * 6, "Shift+ArrowDown", "ArrowUp")
    sized = await box_of(seat, "svg .drawn")
    assert sized["width"] > drawn["width"] + 20
    assert sized["height"] > drawn["height"]
    assert sized["y"] < drawn["y"]
    await seat.key("Enter")
    await seat.until("document.activeElement.name === 'value'")
    assert await seat.page.locator("#field-total-value").input_value() == "12.50 EUR"


async def test_escape_leaves_drawing_and_keys_are_keys_again(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    await seat.key("d")
    drawer = seat.page.get_by_role("button", name="Read a box")
    assert await drawer.get_attribute("aria-pressed") == "true"
    await seat.key("Escape")
    assert await drawer.get_attribute("aria-pressed") == "false"
    assert await seat.page.locator("svg .drawn").count() == 0
    await seat.key("Enter")
    assert "Confirmed" in await seat.said()


async def test_a_box_over_nothing_says_so_and_opens_nothing(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    frame = await box_of(seat, ".viewer-frame")
    await seat.key("d")
    await seat.page.mouse.move(frame["x"] + 300, frame["y"] + 400)
    await seat.page.mouse.down()
    await seat.page.mouse.move(frame["x"] + 400, frame["y"] + 450, steps=3)
    await seat.page.mouse.up()
    await seat.page.get_by_text("No words are known in this box.").wait_for(state="attached")
    assert await seat.page.evaluate("document.activeElement.name") != "value"


async def test_a_click_while_drawing_is_no_box_and_picks_nothing(sit: Any, taken: Any) -> None:
    seat = await sit(await taken())
    asked: list[str] = []
    seat.page.on("request", lambda one: asked.append(one.method))
    await seat.key("d")
    await seat.page.locator('svg g[data-pointer="/company"]').click()
    assert await seat.current() == "/total"
    assert "POST" not in asked


async def test_a_text_has_its_values_marked_and_a_click_goes_to_the_field(
    sit: Any, taken_letter: Any
) -> None:
    seat = await sit(
        await taken_letter("Dear desk,\n\nplease pay 12.50 to \U0001f375 ACME now.", "ACME")
    )
    mark = seat.page.locator("mark")
    assert await mark.inner_text() == "ACME"
    await seat.page.locator('[data-part][data-pointer="/total"]').focus()
    await mark.click()
    assert await seat.current() == "/company"
    assert await mark.get_attribute("aria-current") == "true"


async def test_selected_text_is_read_into_the_field(sit: Any, taken_letter: Any) -> None:
    seat = await sit(await taken_letter("Dear desk,\n\nplease pay 12.50 to ACME now.", "ACME"))
    await seat.page.locator('[data-part][data-pointer="/total"]').focus()
    await seat.page.evaluate(
        """() => {
          const text = document.querySelectorAll(".text p")[1].firstChild;
          getSelection().setBaseAndExtent(text, 11, text, 16);
        }"""
    )
    await seat.key("d")
    assert await seat.page.locator("#field-total-value").input_value() == "12.50"
