"""A person clears documents by keyboard; what they decided is what comes out."""

from dataclasses import replace
from typing import Any

import pytest
from bench.review.other_papers import email, with_hidden_text
from bench.review.receipts import receipt
from bench.review.stand import Stand, eventually

from winnow import streams
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def result_of(desk: Stand, document: str, than: int = 1) -> ResultCompleted:
    """The newest of so many results at least."""

    async def look() -> ResultCompleted | None:
        found = await desk.events(streams.COMPLETED, ResultCompleted, document)
        return max(found, key=lambda one: one.occurred_at) if len(found) >= than else None

    return await eventually(look, f"the result of {document}")


async def test_a_receipt_is_cleared_by_keys_alone_and_the_corrected_result_goes_out(
    desk: Stand, as_: Any
) -> None:
    paper = receipt(101)
    [document] = await desk.send(paper)
    ann = await as_("ann")
    await ann.open_document(document)
    assert await ann.current() == ("field", "/total"), "the weakest first"
    await ann.correct(str(paper.truth["/total"]))
    assert await ann.current() == ("field", "/date")
    await ann.written("Enter")
    assert await ann.current() == ("field", "/company")
    await ann.written("Enter")
    await ann.page.keyboard.press("a")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])

    result = await result_of(desk, document)
    assert result.outcome == "reviewed"
    assert result.decided_by == "reviewer:ann"
    assert result.body is not None
    assert result.body.data["total"] == paper.truth["/total"]
    leaf = result.body.leaves["/total"]
    assert leaf.provenance.decided_by == "reviewer:ann"
    [decided] = await desk.events(streams.REVIEW_DECIDED, ReviewDecided, document)
    assert {one.pointer: one.action for one in decided.fields} == {
        "/total": "correct",
        "/date": "confirm",
        "/company": "confirm",
    }


async def test_a_decision_is_undone_on_the_next_page_and_decided_otherwise(
    desk: Stand, as_: Any
) -> None:
    paper = receipt(102)
    [document] = await desk.send(paper)
    await desk.send(receipt(103))
    ann = await as_("ann")
    await ann.open_document(document)
    for _ in range(3):
        await ann.written("Enter")
    await ann.page.keyboard.press("a")
    await ann.page.wait_for_selector("[data-act=reopen]")
    await ann.press("u", until=f'#document[data-document="{document}"][data-writable="true"]')
    await ann.choose("/total")
    await ann.correct(str(paper.truth["/total"]))
    await ann.page.keyboard.press("a")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])
    result = await result_of(desk, document, than=2)
    assert result.body is not None
    assert result.body.data["total"] == paper.truth["/total"]
    assert result.supersedes is not None


async def test_undo_takes_back_one_write_after_the_other(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(104))
    ann = await as_("ann")
    await ann.open_document(document)
    left = ann.page.locator("#bar .left")
    await ann.written("Enter")
    await ann.written("Enter")
    assert "1 of 3" in await left.inner_text()
    await ann.written("u")
    await ann.written("u")
    assert "3 of 3" in await left.inner_text()
    assert await ann.current() == ("field", "/total")


async def test_approving_over_open_flags_is_refused_unless_it_is_signed_off(
    desk: Stand, as_: Any
) -> None:
    [document] = await desk.send(receipt(105))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.press("a", until='#refusal [data-reason="open_flags"]')
    await ann.page.keyboard.press("s")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])
    await result_of(desk, document)
    [decided] = await desk.events(streams.REVIEW_DECIDED, ReviewDecided, document)
    assert decided.signed_off


async def test_a_document_is_rejected_with_a_reason(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(106))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.press("r", until="#note:focus")
    await ann.page.keyboard.insert_text("this is a menu")
    await ann.page.keyboard.press("Control+Enter")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])
    result = await result_of(desk, document)
    assert result.outcome == "rejected"
    assert result.note == "this is a menu"


async def test_another_type_sends_the_document_round_again(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(107))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.page.get_by_text("It is another type").click()
    await ann.page.select_option("#recipe", "invoice")
    await ann.page.get_by_role("button", name="Send it round again").click()
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])

    async def look() -> ReviewDecided | None:
        found = await desk.events(streams.REVIEW_DECIDED, ReviewDecided, document)
        return found[0] if found else None

    decided = await eventually(look, "the decision")
    assert (decided.outcome, decided.recipe) == ("reclassified", "invoice")


async def test_a_value_is_cleared_with_a_reason_by_two_keys(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(108))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.choose("/company")
    await ann.press("x", until="dialog[open]")
    await ann.written("3")
    cell = ann.page.locator('[data-pointer="/company"][data-part="field"]')
    assert await cell.get_attribute("data-standing") == "cleared"
    assert "made up by the model" in await cell.inner_text()


async def test_a_value_that_cannot_be_read_keeps_what_was_typed(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(receipt(109))
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.press("e", until="input[name=value]:focus")
    await ann.page.keyboard.insert_text("about ten")
    await ann.press("Enter", until='input[name=value][aria-invalid="true"]')
    assert await ann.page.input_value('input[name=value][aria-invalid="true"]') == "about ten"
    assert await ann.revision() == 0


async def test_a_text_without_pages_is_cleared_with_its_values_highlighted(
    desk: Stand, as_: Any
) -> None:
    paper = replace(email(), file_name="cleared.eml")
    [document] = await desk.send(paper)
    ann = await as_("ann")
    await ann.open_document(document)
    current = ann.page.locator("#viewer mark[aria-current=true]")
    assert await current.inner_text() == "12.40"
    await ann.correct("21,50")
    await ann.written("Enter")
    await ann.page.keyboard.press("a")
    await ann.page.wait_for_url(lambda url: document not in url.split("?")[0])
    result = await result_of(desk, document)
    assert result.body is not None
    assert result.body.data["total"] == 21.5


async def test_hidden_text_is_told_and_marked_on_the_page(desk: Stand, as_: Any) -> None:
    [document] = await desk.send(replace(with_hidden_text(), file_name="hidden.pdf"))
    ann = await as_("ann")
    await ann.open_document(document)
    banners = await ann.page.locator("#banners").inner_text()
    assert "text that the page does not show" in banners
    assert "9999.99" in banners
    assert "JavaScript" in banners
    await ann.page.wait_for_selector("#viewer .hidden-text", state="attached")
    assert await ann.page.locator("#viewer .hidden-text").count() == 1


async def test_a_drawn_box_is_read_into_the_current_value(desk: Stand, as_: Any) -> None:
    paper = receipt(110)
    [document] = await desk.send(paper)
    ann = await as_("ann")
    await ann.open_document(document)
    await ann.page.wait_for_selector("#viewer img[src]")
    await ann.press("d", until="#viewer rect.drawn")
    frame = await ann.page.locator("#viewer .viewer-frame").bounding_box()
    assert frame is not None
    total = next(word for word in paper.words if word.text == f"{paper.truth['/total']:.2f}")
    box = total.box
    start = frame["x"] + box.x0 * frame["width"] - 3, frame["y"] + box.y0 * frame["height"] - 3
    end = frame["x"] + box.x1 * frame["width"] + 3, frame["y"] + box.y1 * frame["height"] + 3
    await ann.page.mouse.move(*start)
    await ann.page.mouse.down()
    await ann.page.mouse.move(*end, steps=3)
    await ann.page.mouse.up()
    await ann.page.wait_for_selector("input[name=value]:focus")
    assert await ann.page.input_value("input[name=value]:focus") == total.text
    await ann.written("Enter")
