"""Questions over HTTP: the queue, claims, decisions, reopening; and what bad requests get."""

from datetime import UTC, datetime
from typing import Any

import pytest

from winnow.contracts.questions import QuestionDecided
from winnow.errors import UnreachableError

Desktop = Any  # see tests/review/conftest.py
Put = Any  # see conftest.py
Body = dict[str, Any]
LATE = datetime(2020, 1, 1, tzinfo=UTC)


async def test_open_questions_are_listed_by_due_time_and_in_parts(desk: Desktop, put: Put) -> None:
    later = await put()
    late = await put(due_at=LATE)
    body = (await desk.http.get("/v1/questions")).json()
    assert [f"/v1/questions/{one['question_id']}" for one in body["questions"]] == [late, later]
    part = (await desk.http.get("/v1/questions?limit=1&offset=1")).json()
    assert [f"/v1/questions/{one['question_id']}" for one in part["questions"]] == [later]
    assert part["total"] == 2


@pytest.mark.parametrize(
    ("query", "found"), [("overdue=true", 1), ("asker=yan", 1), ("mine=true", 1), ("", 3)]
)
async def test_the_list_is_narrowed(desk: Desktop, put: Put, query: str, found: int) -> None:
    await put(due_at=LATE)
    await put(asker="yan")
    await desk.http.post(f"{await put()}/claim", json={})
    assert (await desk.http.get(f"/v1/questions?{query}")).json()["total"] == found


async def test_a_question_is_shown_with_all_that_is_needed_to_answer_it(
    desk: Desktop, put: Put
) -> None:
    body = (await desk.http.get(await put())).json()
    assert body["standalone"] == "How long is the notice of the lease?"
    assert body["history"] == [{"question": "May the tenant leave?", "answer": "Yes, with notice."}]
    assert body["draft"]["removed"] == ["The landlord must agree."]
    assert (body["sources"][0]["page"], body["decided"]) == (2, None)


async def test_an_answer_is_stored_and_published_with_the_words_it_cites(
    desk: Desktop, put: Put, answer: Body
) -> None:
    path = await put()
    told = await desk.http.post(f"{path}/decide", json=answer)
    assert (told.status_code, told.json()["state"], told.json()["revision"]) == (200, "decided", 1)
    await desk.desk.questions.outbox.send()
    await desk.desk.questions.outbox.send()
    [event] = desk.publisher.events
    assert isinstance(event, QuestionDecided)
    assert (event.reviewer, event.text, event.revision) == ("ann", "Three months.", 1)
    assert event.citations[0].quote == "Notice is three months"
    assert (event.citations[0].file_name, event.citations[0].page) == ("lease.pdf", 2)
    assert (await desk.http.get("/v1/questions")).json()["total"] == 0


async def test_a_decision_survives_a_silent_broker(desk: Desktop, put: Put, answer: Body) -> None:
    desk.publisher.fail_with(UnreachableError("Kafka"))
    path = await put()
    assert (await desk.http.post(f"{path}/decide", json=answer)).status_code == 200
    await desk.desk.questions.outbox.send()
    assert desk.publisher.events == []
    desk.publisher.fail_with(None)
    await desk.desk.questions.outbox.send()
    assert len(desk.publisher.events) == 1


async def test_offsets_count_code_points(desk: Desktop, put: Put, answer: Body) -> None:
    cited = {**answer["citations"][0], "start": 53, "end": 61}
    path = await put()
    told = await desk.http.post(f"{path}/decide", json={**answer, "citations": [cited]})
    assert told.status_code == 200
    seen = (await desk.http.get(path)).json()
    assert seen["decided"]["citations"][0]["quote"] == "🍵 to the"


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"text": " "}, 422, "answer_missing"),
        ({"citations": []}, 409, "citation_missing"),
        ({"citations": [], "uncited": True}, 200, None),
        ({"outcome": "declined"}, 422, "note_missing"),
        ({"outcome": "declined", "note": "no legal advice"}, 200, None),
        ({"outcome": "not_in_documents", "text": "", "citations": []}, 200, None),
        ({"revision": 7}, 409, "stale_revision"),
        ({"outcome": "perhaps"}, 422, "invalid"),
    ],
)
async def test_a_decision_must_say_what_it_needs_to(
    desk: Desktop, put: Put, answer: Body, changes: Body, status: int, reason: str | None
) -> None:
    told = await desk.http.post(f"{await put()}/decide", json={**answer, **changes})
    assert told.status_code == status, told.text
    if reason != "invalid":
        assert told.json().get("reason") == reason


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ({"chunk": "c2"}, "citation_unknown"),
        ({"document_id": "22222222-2222-4222-8222-222222222222"}, "citation_unknown"),
        ({"start": 40, "end": 40}, "span_invalid"),
        ({"start": 30, "end": 10_000}, "span_invalid"),
        ({"start": 52, "end": 53}, "span_invalid"),
    ],
)
async def test_only_words_that_were_shown_can_be_cited(
    desk: Desktop, put: Put, answer: Body, span: Body, reason: str
) -> None:
    cited = {**answer["citations"][0], **span}
    told = await desk.http.post(f"{await put()}/decide", json={**answer, "citations": [cited]})
    assert (told.status_code, told.json()["reason"]) == (422, reason)


async def test_a_claim_keeps_others_out_until_it_is_released(
    desk: Desktop, put: Put, answer: Body
) -> None:
    path = await put()
    bob = desk.as_("bob")
    assert (await desk.http.post(f"{path}/claim", json={})).json()["claimed_by"] == "ann"
    for act, body in (("claim", {}), ("release", {}), ("decide", answer)):
        refused = await bob.post(f"{path}/{act}", json=body)
        assert (refused.status_code, refused.json()["reason"]) == (409, "claimed")
    assert (await desk.http.post(f"{path}/release")).json()["claimed_by"] is None
    assert (await bob.post(f"{path}/claim", json={})).status_code == 200


async def test_next_holds_what_is_due_first_and_free(desk: Desktop, put: Put) -> None:
    later = await put()
    late = await put(due_at=LATE)
    first = await desk.http.post("/v1/questions/next", json={})
    second = await desk.as_("bob").post("/v1/questions/next", json={})
    assert first.json()["question_id"] in late
    assert second.json()["question_id"] in later
    third = await desk.http.post("/v1/questions/next", json={})
    assert (third.status_code, third.json()["reason"]) == (404, "queue_empty")


async def test_an_answer_is_changed_by_reopening_and_both_decisions_are_kept(
    desk: Desktop, put: Put, answer: Body
) -> None:
    path = await put()
    await desk.http.post(f"{path}/decide", json=answer)
    refused = await desk.http.post(f"{path}/claim", json={})
    assert (refused.status_code, refused.json()["reason"]) == (409, "already_decided")
    again = await desk.http.post(f"{path}/reopen", json={"revision": 1})
    assert (again.json()["state"], again.json()["claimed_by"]) == ("decided", "ann")
    second = {**answer, "revision": 1, "text": "Two months."}
    assert (await desk.http.post(f"{path}/decide", json=second)).json()["revision"] == 2
    seen = (await desk.http.get(path)).json()
    assert [one["text"] for one in seen["decisions"]] == ["Three months.", "Two months."]
    assert (seen["decided"]["text"], seen["claimed_by"]) == ("Two months.", None)
    await desk.desk.questions.outbox.send()
    assert [one.revision for one in desk.publisher.events] == [1, 2]


async def test_what_is_not_decided_or_not_seen_is_not_reopened(
    desk: Desktop, put: Put, answer: Body
) -> None:
    path = await put()
    early = await desk.http.post(f"{path}/reopen", json={"revision": 0})
    assert (early.status_code, early.json()["reason"]) == (409, "not_decided")
    await desk.http.post(f"{path}/decide", json=answer)
    stale = await desk.http.post(f"{path}/reopen", json={"revision": 0})
    assert (stale.status_code, stale.json()["reason"]) == (409, "stale_revision")


async def test_every_look_and_act_is_in_the_audit_log(
    desk: Desktop, put: Put, answer: Body
) -> None:
    path = await put()
    await desk.http.get(path)
    await desk.http.post(f"{path}/claim", json={})
    await desk.http.post(f"{path}/decide", json=answer)
    await desk.http.post(f"{path}/reopen", json={"revision": 1})
    await desk.http.post(f"{path}/release")
    question = path.removeprefix("/v1/questions/")
    log = (await desk.http.get(f"/v1/audit?document_id={question}")).json()["entries"]
    acts = [one["action"] for one in log if one["actor"] == "ann"]
    wanted = ["released", "reopened", "answered", "claimed", "looked"]
    assert [one for one in acts if one != "read_audit"] == wanted


async def test_a_question_that_nobody_asked_is_not_found(desk: Desktop) -> None:
    path = "/v1/questions/11111111-1111-4111-8111-111111111111"
    told = await desk.http.get(path)
    assert (told.status_code, told.json()["reason"]) == (404, "question_unknown")
