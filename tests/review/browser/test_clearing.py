"""A document is cleared by keys: clear, undo, approve, sign off, reject, leave."""

from typing import Any


async def noted(desk: Any, path: str, name: str = "ann") -> dict[str, Any]:
    """What was decided so far, by pointer."""
    seen = await desk.as_(name).get(path.replace("/documents", "/v1/reviews"))
    return {one["pointer"]: one for one in seen.json()["fields"]}


async def test_x_asks_why_and_a_number_answers(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("x")
    reasons = (
        await seat.page.get_by_role("dialog", name="Why is it wrong?").get_by_role("button").count()
    )
    assert reasons == 7
    await seat.key("3")
    await seat.page.get_by_text("1 of 2 flagged left").wait_for()
    told = (await noted(desk, path))["/total"]
    assert (told["action"], told["reason"]) == ("clear", "invented")
    assert await seat.current() == "/date"


async def test_x_left_with_escape_clears_nothing(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("x", "Escape")
    assert await seat.page.get_by_role("dialog").count() == 0
    assert await seat.focused() == "/total"
    assert await noted(desk, path) == {}


async def test_u_takes_the_last_write_back_and_goes_to_it(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("Enter", "Enter", "u")
    assert [*(await noted(desk, path))] == ["/total"]
    assert await seat.current() == "/date"


async def test_a_approves_and_u_on_the_next_document_takes_the_decision_back(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    await desk.ask()
    seat = await sit(path)
    await seat.key("Enter", "Enter")
    await seat.page.keyboard.press("a")
    await seat.page.wait_for_url(lambda url: path not in url.split("?")[0])
    await seat.page.wait_for_selector(".viewer-page")
    state = (await desk.http.get(path.replace("/documents", "/v1/reviews"))).json()["state"]
    assert state == "decided"
    await seat.page.keyboard.press("u")
    await seat.page.wait_for_url(lambda url: url.endswith(path))
    assert [*(await noted(desk, path))] == ["/total", "/date"]


async def test_a_with_values_in_doubt_is_refused_and_s_signs_off(
    sit: Any, taken: Any, desk: Any
) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("a")
    await seat.page.get_by_role("alert").get_by_text("Not done").wait_for()
    await seat.page.keyboard.press("s")
    await seat.page.wait_for_url(lambda url: path not in url.split("?")[0])
    decided = (await desk.http.get(path.replace("/documents", "/v1/reviews"))).json()["decided"]
    assert decided["signed_off"]
    seat.faults[:] = [one for one in seat.faults if "409" not in one]


async def test_r_asks_why_and_ctrl_enter_rejects(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.key("r")
    assert await seat.focused() == "note"
    await seat.page.keyboard.type("no receipt at all")
    await seat.page.keyboard.press("Control+Enter")
    await seat.page.wait_for_url(lambda url: path not in url.split("?")[0])
    decided = (await desk.http.get(path.replace("/documents", "/v1/reviews"))).json()["decided"]
    assert (decided["outcome"], decided["note"]) == ("rejected", "no receipt at all")


async def test_n_leaves_the_document_undecided_for_others(sit: Any, taken: Any, desk: Any) -> None:
    path = await taken()
    seat = await sit(path)
    await seat.page.keyboard.press("n")
    await seat.page.wait_for_url(lambda url: path not in url.split("?")[0])
    seen = (await desk.http.get(path.replace("/documents", "/v1/reviews"))).json()
    assert (seen["state"], seen["claimed_by"]) == ("pending", None)
