"""The review service over HTTP: queue, claims, decisions; and what bad requests get."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.base import Event
from winnow.contracts.parsed import Page, ParsedDocument
from winnow.contracts.reviews import ReviewDecided
from winnow.errors import UnreachableError, WinnowError
from winnow.security.keys import Principal, Role
from winnow.testing.publisher import MemoryPublisher
from winnow_review.sending import Outbox

Desktop = Any  # see conftest.py


class HeardPublisher(MemoryPublisher):
    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()

    async def publish(self, event: Event) -> None:
        await super().publish(event)
        self.heard.set()


FIELD = b"""{"revision": 0, "outcome": "approved",
"fields": [{"pointer": "/total", "action": "correct", "value": %s}]}"""


def later(event: Event) -> Event:
    """The same, asked anew."""
    at = event.occurred_at + timedelta(seconds=1)
    return event.model_copy(update={"event_id": uuid4(), "occurred_at": at})


CORRECTION = {"pointer": "/total", "action": "correct", "value": 12.5, "reason": "ocr"}


async def test_the_queue_shows_what_has_most_at_stake_first(desk: Desktop) -> None:
    few = await desk.ask()
    many = await desk.ask(doubtful=("/total", "/company", "/date"))
    urgent = await desk.ask(priority=5)
    body = (await desk.http.get("/v1/reviews")).json()
    shown = [one["document_id"] for one in body["reviews"]]
    assert shown == [str(one.document_id) for one in (urgent, many, few)]
    assert body["total"] == 3


async def test_a_document_is_shown_with_values_reasons_and_pages(desk: Desktop) -> None:
    event = await desk.ask()
    body = (await desk.http.get(f"/v1/reviews/{event.document_id}")).json()
    assert body["extraction"]["data"]["total"] == 1.0
    assert body["reasons"] == ["/total: only 40% certain"]
    page = await desk.http.get(body["pages"][0])
    assert (page.content, page.headers["content-type"]) == (b"png", "image/png")
    original = await desk.http.get(f"/v1/reviews/{event.document_id}/original")
    assert original.headers["content-disposition"] == "attachment"


async def test_a_decision_is_stored_and_published(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, fields=[CORRECTION], note="seen")
    assert (answer.status_code, answer.json()["state"]) == (200, "decided")
    [decided] = desk.publisher.events
    assert isinstance(decided, ReviewDecided)
    assert (decided.reviewer, decided.outcome, decided.note) == ("ann", "approved", "seen")
    assert decided.fields[0].value == 12.5
    assert (await desk.http.get("/v1/reviews")).json()["reviews"] == []


async def test_a_decision_survives_a_silent_broker_and_goes_out_once(desk: Desktop) -> None:
    event = await desk.ask()
    desk.publisher.fail_with(UnreachableError("Kafka"))
    answer = await desk.decide(event.document_id, fields=[CORRECTION])
    assert answer.status_code == 200
    desk.publisher.fail_with(None)
    await desk.desk.outbox.send()
    await desk.desk.outbox.send()
    assert len(desk.publisher.events) == 1


async def test_two_people_cannot_decide_the_same_document(desk: Desktop) -> None:
    event = await desk.ask()
    assert (await desk.decide(event.document_id, fields=[CORRECTION])).status_code == 200
    second = await desk.decide(event.document_id, fields=[CORRECTION])
    assert (second.status_code, second.json()["reason"]) == (409, "already_decided")
    assert len(desk.publisher.events) == 1


async def test_a_stale_revision_is_refused(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, revision=7, fields=[CORRECTION])
    assert (answer.status_code, answer.json()["reason"]) == (409, "stale_revision")


async def test_a_claim_keeps_others_out_until_it_is_released_or_over(desk: Desktop) -> None:
    event = await desk.ask()
    path = f"/v1/reviews/{event.document_id}"
    bob = {"X-Reviewer": "bob"}
    assert (await desk.http.post(f"{path}/claim", json={})).json()["claimed_by"] == "ann"
    refused = await desk.http.post(f"{path}/claim", json={}, headers=bob)
    assert (refused.status_code, refused.json()["reason"]) == (409, "claimed")
    body = {"revision": 0, "outcome": "approved", "sign_off": True}
    assert (await desk.http.post(f"{path}/decide", json=body, headers=bob)).status_code == 409
    assert (await desk.http.post(f"{path}/release", headers=bob)).status_code == 409
    assert (await desk.http.post(f"{path}/release")).json()["claimed_by"] is None
    assert (await desk.http.post(f"{path}/claim", json={}, headers=bob)).status_code == 200


async def test_a_lease_that_is_over_binds_nobody(desk: Desktop) -> None:
    event = await desk.ask()
    bob = Principal("bob", "default", frozenset({Role.REVIEWER}))
    await desk.queue.claim(bob, str(event.document_id), timedelta(seconds=-1))
    answer = await desk.http.post(f"/v1/reviews/{event.document_id}/claim", json={})
    assert answer.json()["claimed_by"] == "ann"


async def test_values_in_doubt_must_be_decided_or_signed_off(desk: Desktop) -> None:
    event = await desk.ask()
    refused = await desk.decide(event.document_id)
    assert (refused.status_code, refused.json()["reason"]) == (409, "open_flags")
    assert refused.json()["pointers"] == ["/total"]
    assert (await desk.decide(event.document_id, sign_off=True)).status_code == 200


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"pointer": "/nobody", "action": "confirm"}, "pointer_unknown"),
        ({"pointer": "/items", "action": "clear"}, "pointer_unknown"),
        ({"pointer": "/items/7/name", "action": "correct", "value": "x"}, "pointer_unknown"),
        ({"pointer": "/total", "action": "correct", "value": "much"}, "value_invalid"),
        ({"pointer": "/date", "action": "correct", "value": "2026-02-30"}, "value_invalid"),
        ({"pointer": "total", "action": "confirm"}, "request_invalid"),
        ({"pointer": "/total", "action": "guess"}, "request_invalid"),
        ({"pointer": "/total", "action": "correct", "value": True}, "value_invalid"),
        ({"pointer": "/company", "action": "correct", "value": 7}, "value_invalid"),
        ({"pointer": "/items/0", "action": "confirm"}, "pointer_unknown"),
        ({"pointer": "/company/name", "action": "confirm"}, "pointer_unknown"),
        ({"pointer": "/total", "action": "correct", "value": [1]}, "request_invalid"),
    ],
)
async def test_a_decision_that_the_recipe_does_not_allow_is_refused(
    desk: Desktop, field: dict[str, Any], reason: str
) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, fields=[field], sign_off=True)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert desk.publisher.events == []


async def test_a_document_without_a_recipe_needs_one_first(desk: Desktop) -> None:
    event = await desk.ask(recipe=None, doubtful=())
    refused = await desk.decide(event.document_id)
    assert (refused.status_code, refused.json()["reason"]) == (409, "no_recipe")
    unknown = await desk.decide(event.document_id, outcome="reclassified", recipe="nobody")
    assert (unknown.status_code, unknown.json()["reason"]) == (422, "recipe_unknown")
    answer = await desk.decide(event.document_id, outcome="reclassified", recipe="receipt")
    assert answer.status_code == 200


async def test_a_newer_request_brings_a_decided_document_back(desk: Desktop) -> None:
    event = await desk.ask()
    await desk.decide(event.document_id, fields=[CORRECTION])
    await desk.queue.take_in(event)  # a repeat of the old request does not
    assert (await desk.http.get("/v1/reviews")).json()["total"] == 0
    again = later(event)
    await desk.queue.take_in(again)
    [item] = (await desk.http.get("/v1/reviews")).json()["reviews"]
    assert item["revision"] == 2


async def test_a_decision_on_an_earlier_request_does_not_close_a_later_one(
    desk: Desktop,
) -> None:
    event = await desk.ask()
    await desk.decide(event.document_id, outcome="reclassified", recipe="receipt")
    [decided] = desk.publisher.events
    await desk.queue.take_in(later(event))
    assert isinstance(decided, ReviewDecided)
    await desk.queue.take_in(decided)  # heard late
    assert (await desk.http.get("/v1/reviews")).json()["total"] == 1


@pytest.mark.parametrize("path", ["", "/pages/1.png", "/original"])
async def test_an_unknown_document_is_not_found(desk: Desktop, path: str) -> None:
    answer = await desk.http.get(f"/v1/reviews/{uuid4()}{path}")
    assert (answer.status_code, answer.json()["reason"]) == (404, "document_unknown")


async def test_an_unknown_page_is_not_found(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.http.get(f"/v1/reviews/{event.document_id}/pages/9.png")
    assert (answer.status_code, answer.json()["reason"]) == (404, "page_unknown")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"nonsense \xff",
        b"[" * 100_000,
        b'{"revision": 0, "outcome": "approved", "\\ud800": 1}',
        b'{"revision": 0, "outcome": "approved", "note": "\\ud800"}',
        b'{"revision": ' + b"1" * 5000 + b', "outcome": "rejected"}',
        FIELD % b"NaN",
        FIELD % b"1e999",
    ],
)
async def test_a_malformed_decision_gets_a_problem_document(desk: Desktop, body: bytes) -> None:
    event = await desk.ask()
    headers = {"Content-Type": "application/json"}
    path = f"/v1/reviews/{event.document_id}/decide"
    answer = await desk.http.post(path, content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert desk.publisher.events == []


async def test_a_value_cannot_be_decided_twice_at_once(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, fields=[CORRECTION, CORRECTION])
    assert (answer.status_code, answer.json()["reason"]) == (422, "pointer_repeated")


async def test_a_decision_that_no_record_can_hold_is_refused_and_not_stored(
    desk: Desktop,
) -> None:
    event = await desk.ask()
    fields = [
        {"pointer": f"/items/{row}/name", "action": "correct", "value": "x" * 200}
        for row in range(1, 1500)
    ]
    answer = await desk.decide(event.document_id, fields=fields, sign_off=True)
    assert (answer.status_code, answer.json()["reason"]) == (413, "decision_too_large")
    assert await desk.queue.unpublished() == []


async def test_a_body_that_is_far_too_large_is_refused_early(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, note="x" * 3_000_000)
    assert answer.status_code == 413


async def test_a_stale_look_is_told_before_open_doubts(desk: Desktop) -> None:
    event = await desk.ask()
    answer = await desk.decide(event.document_id, revision=7)
    assert answer.json()["reason"] == "stale_revision"


async def test_of_many_who_decide_at_once_one_is_heard(desk: Desktop) -> None:
    event = await desk.ask()
    answers = await asyncio.gather(
        *(desk.decide(event.document_id, sign_off=True, note=str(who)) for who in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert len({one.event_id for one in desk.publisher.events}) == 1


async def test_a_decision_that_cannot_be_sent_does_not_hold_up_the_others(desk: Desktop) -> None:
    first, second = await desk.ask(), await desk.ask()
    desk.publisher.fail_with(WinnowError("does not fit a record"))
    for event in (first, second):
        assert (await desk.decide(event.document_id, sign_off=True)).status_code == 200
    desk.publisher.fail_with(None)
    await desk.desk.outbox.send()
    assert len(desk.publisher.events) == 2


async def test_the_sweeper_sends_what_was_left_behind(desk: Desktop) -> None:
    event = await desk.ask()
    desk.publisher.fail_with(UnreachableError("Kafka"))
    await desk.decide(event.document_id, sign_off=True)
    publisher = HeardPublisher()
    outbox = Outbox(desk.queue, publisher)
    outbox.start()
    await publisher.heard.wait()
    await outbox.stop()


async def test_pages_without_a_picture_are_not_offered(desk: Desktop) -> None:
    event = await desk.ask()
    parsed = ParsedDocument(text="x", pages=(Page(number=1),), elements=(), chunks=())
    source = event.source.model_copy(update={"parsed": await desk.put(parsed.model_dump_json())})
    other = await desk.ask(source=source)
    assert (await desk.http.get(f"/v1/reviews/{other.document_id}")).json()["pages"] == []
