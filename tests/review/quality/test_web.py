"""GET /v1/quality and the page /quality."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from winnow_review.quality.answer import Quality

Desktop = Any  # see tests/review/conftest.py
TOTAL = {"pointer": "/total", "action": "correct", "value": 12.5, "reason": "ocr", "seconds": 3.5}
HEADINGS = ["Throughput", "Reviewers", "Fields", "Why values were changed", "Queue"]


@pytest.fixture
async def busy(desk: Desktop) -> Desktop:
    """One document is decided, one waits."""
    await desk.ask()
    answer = await desk.decide((await desk.ask()).document_id, fields=[TOTAL])
    assert answer.status_code == 200
    return desk


async def test_the_figures_are_those_of_the_desk(busy: Desktop) -> None:
    answer = await busy.http.get("/v1/quality")
    told = TypeAdapter(Quality).validate_json(answer.content)
    assert [(one.reviewer, one.documents) for one in told.reviewers] == [("ann", 1)]
    assert [(one.field, one.reasons) for one in told.fields] == [("/total", {"ocr": 1})]
    assert {one.state: one.documents for one in told.queue} == {"pending": 1, "decided": 1}


@pytest.mark.parametrize("days", ["0", "91", "x"])
async def test_a_window_that_cannot_be_is_refused(busy: Desktop, days: str) -> None:
    assert (await busy.http.get("/v1/quality", params={"days": days})).status_code == 422


@pytest.mark.parametrize(
    ("role", "status"),
    [("submitter", 403), ("reviewer", 200), ("adjudicator", 200), ("operator", 200)],
)
async def test_only_who_has_to_do_with_the_desk_may_see_the_figures(
    open_desk: Any, role: str, status: int
) -> None:
    desk = open_desk(api_keys=f"k:{'s' * 40}:default:{role}")
    headers = {"X-API-Key": "s" * 40}
    for path in ("/v1/quality", "/quality"):
        assert (await desk.http.get(path, headers=headers)).status_code == status


async def test_the_page_shows_all_figures_without_style_or_script(busy: Desktop) -> None:
    page = (await busy.http.get("/quality", params={"days": 30})).text
    assert re.findall(r"<h2>(.*?)</h2>", page) == HEADINGS
    assert "/total" in page
    assert "ocr 1" in page
    assert 'aria-current="true">30 days' in page
    assert "<script" not in page
    assert not re.search(r"\sstyle=|\son\w+=", page)


async def test_every_table_has_a_caption_and_every_drawing_says_what_it_is(busy: Desktop) -> None:
    page = (await busy.http.get("/quality")).text
    assert page.count("<table") == page.count("<caption>")
    drawings = re.findall(r"<svg[^>]*>", page)
    assert drawings
    assert all("aria-hidden" in one or "aria-label" in one for one in drawings)
    assert _balanced(page)


async def test_an_empty_desk_has_a_page_too(desk: Desktop) -> None:
    answer = await desk.http.get("/quality")
    assert answer.status_code == 200
    assert "Nobody read a document to the end" in answer.text


async def test_a_name_is_shown_and_never_obeyed(busy: Desktop) -> None:
    name = "<img src=x onerror=alert(1)>"
    async with busy.as_(name) as http:
        asked = await busy.ask()
        body = {"revision": 0, "outcome": "approved", "fields": [TOTAL]}
        await http.post(f"/v1/reviews/{asked.document_id}/decide", json=body)
        page = (await http.get("/quality")).text
    assert "&lt;img src=x" in page
    assert "<img" not in page


def _balanced(page: str) -> bool:
    names = ("table", "thead", "tbody", "tr", "td", "th", "svg", "dl", "dt", "dd", "div", "span")
    return all(len(re.findall(rf"<{one}\b", page)) == page.count(f"</{one}>") for one in names)
