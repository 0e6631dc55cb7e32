"""A question is answered by keys or by mouse, with what was selected in a passage as citation."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from bench.review.axe import barriers

from winnow.errors import MisconfiguredError
from winnow.testing.questions import escalated, passage

DOCS = (Path(__file__).parents[3] / "docs" / "reviewer.md").read_text()
KEYS_OF_THE_DOCS = [
    line for line in DOCS.partition("## Questions")[2].splitlines() if line.startswith("| `")
]
PLAIN = passage("🍵 Tea costs 3 euros. Cake is dearer: it costs 5.", "c2", 3, 0.5)


@pytest.fixture
def put(desk: Any) -> Callable[..., Awaitable[str]]:
    """Put a question on the desk and take it as ann; its page."""

    async def put_(take: bool = True, **changes: Any) -> str:
        event = escalated(**changes)
        await desk.desk.questions.cases.take_in(event)
        path = f"/questions/{event.document_id}"
        if take:
            await desk.http.post(f"/v1{path}/claim", json={})
        return path

    return put_


async def decided(desk: Any, path: str) -> dict[str, Any]:
    seen = await desk.http.get(f"/v1{path}")
    told: dict[str, Any] = seen.json()["decided"]
    return told


async def test_a_question_is_taken_cited_and_answered_by_keys_alone(
    sit: Any, put: Any, desk: Any
) -> None:
    path = await put(take=False, draft=None, sources=(passage(), PLAIN))
    seat = await sit(path, by_form=True)
    await seat.page.keyboard.press("t")
    await seat.page.locator("#answer").wait_for()
    await seat.key("j", "j", "ArrowDown", "ArrowDown")
    assert await seat.said() == "Selected: Cake is dearer: it costs 5."
    await seat.key("ArrowRight", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "c")
    assert await seat.said() == "Cited: euros. Cake"
    await seat.key("e")
    await seat.page.keyboard.type("Three.")
    await seat.page.keyboard.press("Control+Enter")
    await seat.page.wait_for_url(lambda url: "last=" in url)
    told = await decided(desk, path)
    assert (told["text"], told["reviewer"]) == ("Three.", "ann")
    [cited] = told["citations"]
    assert (cited["chunk"], cited["quote"]) == ("c2", "euros. Cake")


async def test_words_are_cited_by_mouse_in_code_points(sit: Any, put: Any, desk: Any) -> None:
    path = await put(draft=None, sources=(PLAIN,))
    seat = await sit(path)
    box = await seat.page.evaluate(
        """() => {
          const text = document.querySelector(".passage").firstChild;
          const range = new Range();
          range.setStart(text, 3);
          range.setEnd(text, 12);
          const { left, right, top, height } = range.getBoundingClientRect();
          return { left, right, middle: top + height / 2 };
        }"""
    )
    await seat.page.mouse.move(box["left"] + 1, box["middle"])
    await seat.page.mouse.down()
    await seat.page.mouse.move(box["right"] + 1, box["middle"], steps=4)
    await seat.page.mouse.up()
    await seat.page.get_by_role("button", name="Cite the selection").click()
    await seat.page.locator("#citations").get_by_text("Tea costs").wait_for()
    await seat.page.get_by_label("Your answer").fill("It costs money.")
    await seat.page.get_by_role("button", name="Answer", exact=True).click()
    await seat.page.wait_for_url(lambda url: "last=" in url)
    [cited] = (await decided(desk, path))["citations"]
    assert (cited["quote"], cited["start"], cited["end"]) == ("Tea costs", 2, 11)


async def test_the_drafts_citation_is_shown_removed_and_put_back(
    sit: Any, put: Any, desk: Any
) -> None:
    seat = await sit(await put())
    await seat.page.locator("#citations").get_by_role("link").click()
    assert await seat.page.evaluate("getSelection().toString()") == "Notice is three months"
    await seat.page.get_by_role("button", name="Remove").click()
    assert await seat.page.locator("#citations li").count() == 0
    assert await seat.focused() == "citations-title"
    assert await seat.page.get_by_label("rests on nothing that is shown").is_visible()
    await seat.key("c", "c")
    assert await seat.said() == "This is cited already."
    assert await seat.page.locator("#citations li").count() == 1


async def test_an_answer_without_a_citation_is_refused_and_what_was_typed_stays(
    sit: Any, put: Any, desk: Any
) -> None:
    path = await put(draft=None)
    seat = await sit(path)
    await seat.key("e")
    await seat.page.keyboard.type("From memory.")
    await seat.key("Escape", "a")
    await seat.page.get_by_role("alert").get_by_text("cite the passage").wait_for()
    assert await seat.page.get_by_label("Your answer").input_value() == "From memory."
    await seat.page.get_by_label("rests on nothing that is shown").check()
    await seat.page.locator("h1").click()
    await seat.page.keyboard.press("a")
    await seat.page.wait_for_url(lambda url: "last=" in url)
    assert (await decided(desk, path))["citations"] == []
    seat.faults[:] = [one for one in seat.faults if "409" not in one]


async def test_r_declines_and_u_takes_it_back(sit: Any, put: Any, desk: Any) -> None:
    path = await put()
    seat = await sit(path)
    await seat.key("r")
    assert await seat.focused() == "note"
    await seat.page.keyboard.type("no legal advice")
    await seat.page.keyboard.press("Control+Enter")
    await seat.page.wait_for_url(lambda url: "last=" in url)
    assert (await decided(desk, path))["note"] == "no legal advice"
    await seat.page.keyboard.press("u")
    await seat.page.wait_for_url(lambda url: url.endswith(path))
    await seat.page.keyboard.press("x")
    await seat.page.wait_for_url(lambda url: "last=" in url)
    assert (await decided(desk, path))["outcome"] == "not_in_documents"


async def test_help_tells_the_keys_of_the_docs(sit: Any, put: Any) -> None:
    seat = await sit(await put())
    await seat.key("?")
    dialog = seat.page.get_by_role("dialog", name="Keys")
    keys = await dialog.locator("kbd").all_inner_texts()
    does = await dialog.locator("td").all_inner_texts()
    told = [f"| `{key}` | {does} |" for key, does in zip(keys, does, strict=True)]
    assert told == KEYS_OF_THE_DOCS
    assert await dialog.get_by_text("In a passage the arrows select").is_visible()


async def test_news_reach_the_list_and_a_question_that_lies_open(
    sit: Any, put: Any, desk: Any
) -> None:
    listed = await sit("/questions")
    await listed.page.get_by_text("No question waits for you.").wait_for()
    path = await put()
    await listed.page.get_by_role("link", name="How long is the notice").wait_for()
    seat = await sit(path)
    body = {"revision": 0, "outcome": "not_in_documents"}
    assert (await desk.http.post(f"/v1{path}/decide", json=body)).status_code == 200
    await seat.page.get_by_text("Somebody has changed this question meanwhile.").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_have_no_barriers(sit: Any, put: Any, scheme: str) -> None:
    path = await put(sources=(passage(), PLAIN))
    for at in (path, "/questions"):
        seat = await sit(at, color_scheme=scheme, bypass_csp=True)
        try:
            assert await barriers(seat.page, least=("moderate", "serious", "critical")) == []
        except MisconfiguredError as error:
            pytest.skip(str(error))
