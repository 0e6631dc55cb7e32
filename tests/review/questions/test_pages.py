"""The pages of questions: the list, a case, and what its forms do."""

import json
from datetime import UTC, datetime
from typing import Any

Desktop = Any  # see tests/review/conftest.py
Put = Any  # see conftest.py
LATE = datetime(2020, 1, 1, tzinfo=UTC)


def page_of(path: str) -> str:
    return path.removeprefix("/v1")


def form_of(answer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    told = {**answer, "citation": [json.dumps(one) for one in answer["citations"]], **changes}
    told.pop("citations")
    return told


async def test_questions_are_listed_with_why_and_when(desk: Desktop, put: Put) -> None:
    await put(due_at=LATE)
    text = (await desk.http.get("/questions")).text
    for told in ("How long is the notice", "only 40% certain", "zoe", "overdue", "Waiting (1)"):
        assert told in text
    assert "Questions (1)" in (await desk.http.get("/")).text


async def test_an_empty_list_says_so(desk: Desktop) -> None:
    assert "No question waits for you." in (await desk.http.get("/questions")).text
    answer = await desk.http.post("/questions/next")
    assert answer.headers["location"] == "/questions?empty=1"
    assert "No other question waits" in (await desk.http.get("/questions?empty=1")).text


async def test_a_case_shows_question_conversation_draft_and_passages(
    desk: Desktop, put: Put
) -> None:
    text = (await desk.http.get(page_of(await put()))).text
    shown = (
        "How long is the notice of the lease?",
        "And how long is it?",
        "May the tenant leave?",
        "only 40% certain",
        "61 % borne out",
        "The landlord must agree.",
        "three months 🍵 to the end",
        "You are only looking.",
    )
    for told in shown:
        assert told in text
    assert "<textarea" not in text


async def test_whoever_takes_a_question_finds_the_draft_in_the_answer(
    desk: Desktop, put: Put
) -> None:
    path = page_of(await put())
    answer = await desk.http.post(f"{path}/claim")
    assert answer.headers["location"] == path
    text = (await desk.http.get(path)).text
    assert 'dir="auto">\nNotice is three months.</textarea>' in text
    assert text.count('name="citation" value=') == 1


async def test_an_answer_is_sent_by_the_form_and_can_be_undone(
    desk: Desktop, put: Put, answer: dict[str, Any]
) -> None:
    api = await put()
    path = page_of(api)
    other = page_of(await put())
    told = await desk.http.post(f"{path}/decide", data=form_of(answer, text="Three\r\nmonths."))
    assert told.headers["location"] == f"{other}?last={path.removeprefix('/questions/')}"
    seen = (await desk.http.get(api)).json()
    assert (seen["decided"]["text"], len(seen["decided"]["citations"])) == ("Three\nmonths.", 1)
    assert "Undo (reopen) the last one" in (await desk.http.get(told.headers["location"])).text
    again = await desk.http.post(f"{path}/reopen?revision=1")
    assert again.headers["location"] == path
    text = (await desk.http.get(path)).text
    assert "Three\nmonths.</textarea>" in text
    assert "It stands until you decide anew." in text


async def test_a_form_that_makes_no_sense_is_told_what_is_wrong(
    desk: Desktop, put: Put, answer: dict[str, Any]
) -> None:
    path = page_of(await put())
    for changes in ({"citation": ["no place"]}, {"outcome": "perhaps"}, {"text": "a" * 20_001}):
        told = await desk.http.post(
            f"{path}/decide", data=form_of(answer, **changes), headers={"HX-Request": "true"}
        )
        assert told.status_code == 422
        assert "decision_invalid" in told.text
        assert f'href="{path}"' in told.text


async def test_hostile_texts_are_shown_as_text_and_keep_their_places(
    desk: Desktop, put: Put, question: Any
) -> None:
    source = question().sources[0]
    hostile = "<script>alert(1)</script>\r\n\x00\u202e{{7*7}}&amp;"
    evil = source.model_copy(update={"text": hostile, "file_name": hostile, "chunk": '"><b>'})
    path = page_of(
        await put(question=hostile, standalone=hostile, reasons=(hostile,), sources=(evil,))
    )
    text = (await desk.http.get(path)).text
    assert "<script>alert" not in text
    assert '"><b>' not in text
    assert "\u202e" not in text
    passage = "&lt;script&gt;alert(1)&lt;/script&gt; \n\u2400\ufffd{{7*7}}&amp;amp;"
    assert f">{passage}</div>" in text
