"""Questions over HTTP: answered once under an id, told step by step, and only to who asked."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.usage import UsageRecorded
from winnow.errors import HeldError, UnreachableError, WinnowError

Office = Any  # see conftest.py


async def test_an_answer_cites_where_it_is_from(office: Office) -> None:
    told = await office.ask()
    assert (told["state"], told["answer"]["outcome"]) == ("answered", "answered")
    [place] = told["answer"]["sentences"][0]["citations"]
    [source] = told["sources"]
    assert source["text"][place["start"] : place["end"]] == place["quote"]
    assert (await office.ann.get(told["links"]["self"])).json() == told


async def test_what_models_cost_is_an_event(office: Office) -> None:
    told = await office.ask()
    [event] = await office.sent()
    assert isinstance(event, UsageRecorded)
    assert (str(event.document_id), event.tenant, event.stage) == (told["id"], "acme", "ask")
    assert await office.sent() == [event]  # once


async def test_a_question_is_answered_once_under_its_id(office: Office) -> None:
    id_ = str(uuid4())
    first = await office.ask(id=id_)
    assert await office.ask(id=id_) == first
    assert len(office.answerer.asked) == 1


async def test_who_asks_again_meanwhile_waits_for_the_answer(office: Office) -> None:
    id_ = str(uuid4())
    office.answerer.gate.clear()
    both = [asyncio.create_task(office.ask(id=id_)) for _ in range(2)]
    await office.answerer.reached.wait()
    office.answerer.gate.set()
    one, other = await asyncio.gather(*both)
    assert one == other
    assert len(office.answerer.asked) == 1


async def test_an_id_of_another_question_is_refused(office: Office) -> None:
    id_ = str(uuid4())
    await office.ask(id=id_)
    other = {"question": "Who signs?", "id": id_}
    assert (await office.ann.post("/v1/questions", json=other)).status_code == 409
    same = {"question": "When is notice given?", "id": id_}
    for key in ("k-bob", "k-eve"):
        refused = await office.as_(key).post("/v1/questions", json=same)
        assert (refused.status_code, refused.json()["reason"]) == (409, "question_id_taken")


@pytest.mark.parametrize("key", ["k-bob", "k-eve"])
async def test_nobody_else_sees_a_question(office: Office, key: str) -> None:
    told = await office.ask()
    other = office.as_(key)
    here = told["links"]["self"]
    assert (await other.get(here)).status_code == 404
    assert (await other.get(f"{here}/events")).status_code == 404
    assert (await other.post(f"{here}/escalate")).status_code == 404
    assert (await other.post(f"{here}/feedback", json={"verdict": "up"})).status_code == 404
    conversation = await other.get(told["links"]["conversation"])
    assert conversation.json()["questions"] == []


async def test_only_askers_may_ask(office: Office) -> None:
    asked = {"question": "Who signs?"}
    assert (await office.as_(None).post("/v1/questions", json=asked)).status_code == 401
    assert (await office.as_("k-up").post("/v1/questions", json=asked)).status_code == 403


async def test_steps_come_as_they_are_done(office: Office) -> None:
    steps = await streamed(office, {"question": "When is notice given?", "stream": True})
    assert [name for name, _ in steps] == ["standalone", "sources", "sentence", "answer"]
    told = dict(steps)
    assert told["standalone"] == {"text": "When is notice given?"}
    assert told["answer"]["answer"]["sentences"] == [told["sentence"]]
    assert told["answer"]["sources"] == told["sources"]["sources"]


async def test_a_stream_may_be_asked_for_by_its_media_type(office: Office) -> None:
    told = {"Accept": "text/event-stream"}
    steps = await streamed(office, {"question": "When is notice given?"}, told)
    assert steps[-1][0] == "answer"


async def test_a_stream_ends_with_the_problem(office: Office) -> None:
    office.answerer.fail_with(UnreachableError("the model", "it is away"))
    [(name, problem)] = await streamed(office, {"question": "Who signs?", "stream": True})
    assert (name, problem["status"], problem["reason"]) == ("error", 503, "unavailable")


async def test_a_question_of_which_nothing_came_can_be_asked_again(office: Office) -> None:
    asked = {"question": "Who signs?", "id": str(uuid4())}
    office.answerer.fail_with(HeldError("budget", "acme", "acme has spent its budget", 60))
    refused = await office.ann.post("/v1/questions", json=asked)
    assert (refused.status_code, refused.json()["reason"]) == (503, "held")
    assert refused.headers["Retry-After"] == "60"
    office.answerer.fail_with(None)
    assert (await office.ask(**asked))["state"] == "answered"


async def test_a_follow_up_is_read_with_what_came_before(office: Office) -> None:
    first = await office.ask()
    office.answerer.standalone = "When is notice given to tenants?"
    second = await office.ask("And to tenants?", conversation_id=first["conversation_id"])
    assert second["standalone"] == "When is notice given to tenants?"
    [before] = office.answerer.asked[-1].history
    assert before.question == "When is notice given?"
    assert before.answer.startswith("Notice must be given")
    talk = (await office.ann.get(first["links"]["conversation"])).json()
    assert [one["id"] for one in talk["questions"]] == [first["id"], second["id"]]


async def test_filters_reach_retrieval(office: Office) -> None:
    filters = {"recipe": "contract", "since": "2026-01-01", "fields": {"/currency": "EUR"}}
    await office.ask(filters=filters)
    found = office.answerer.asked[-1].filters
    assert (found.recipe, str(found.since), dict(found.fields)) == (
        "contract",
        "2026-01-01",
        {"/currency": "EUR"},
    )


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"question": " "},
        {"question": "x" * 9000},
        {"question": "Who?", "filters": {"colour": "red"}},
        {"question": "Who?", "filters": {"fields": {"currency": "EUR"}}},
        {"question": "Who?", "id": "7"},
    ],
)
async def test_what_is_no_question_is_refused(office: Office, bad: dict[str, Any]) -> None:
    refused = await office.ann.post("/v1/questions", json=bad)
    assert refused.status_code == 422
    assert office.answerer.asked == []


async def streamed(
    office: Office, asked: dict[str, Any], headers: dict[str, str] | None = None
) -> list[tuple[str, Any]]:
    """Events of a stream: name and data."""
    answer = await office.ann.post("/v1/questions", json=asked, headers=headers)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    found = []
    for event in answer.text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def test_a_fault_of_ours_ends_the_stream_without_its_stack(office: Office) -> None:
    office.answerer.fail_with(WinnowError("secret"))
    [(name, problem)] = await streamed(office, {"question": "Who signs?", "stream": True})
    assert (name, problem["status"]) == ("error", 500)
    assert "secret" not in json.dumps(problem)
