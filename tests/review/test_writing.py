"""What reviewers do to a document, over HTTP: notes, undo, reopening, blind readings, disputes."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from winnow.contracts.reviews import ReviewChanged, ReviewDecided
from winnow.lots import drawn
from winnow.security.keys import Principal, Role

Desktop = Any  # see conftest.py
TOTAL = {"pointer": "/total", "action": "correct", "value": 12.5, "reason": "ocr"}


async def act(http: httpx.AsyncClient, document: UUID, verb: str, **body: Any) -> httpx.Response:
    """Do something at the document's present revision, unless the body names one."""
    if "revision" not in body and verb not in ("claim", "release", "assign", "seed"):
        shown = (await http.get(f"/v1/reviews/{document}")).json()
        body["revision"] = shown["revision"]
    return await http.post(f"/v1/reviews/{document}/{verb}", json=body)


async def approve(http: httpx.AsyncClient, document: UUID, value: float) -> httpx.Response:
    fields = [{**TOTAL, "value": value}]
    return await act(http, document, "decide", outcome="approved", fields=fields)


async def shown(http: httpx.AsyncClient, state: str = "pending") -> list[str]:
    body = (await http.get("/v1/reviews", params={"state": state})).json()
    return [one["document_id"] for one in body["reviews"]]


async def test_what_was_noted_need_not_be_said_again_when_deciding(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    noted = await act(desk.http, document, "fields", fields=[TOTAL])
    assert (noted.json()["revision"], noted.json()["claimed_by"]) == (1, "ann")
    assert (await act(desk.http, document, "decide", outcome="approved")).status_code == 200
    await desk.desk.outbox.send()
    changed, decided = desk.publisher.events
    assert isinstance(changed, ReviewChanged)
    assert isinstance(decided, ReviewDecided)
    [field] = decided.fields
    assert (field.value, field.reviewer, field.reason) == (12.5, "ann", "ocr")
    assert field.at is not None
    assert decided.revision == 2


async def test_a_confirmed_value_is_written_down_as_it_was_read(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    confirm = {"pointer": "/total", "action": "confirm"}
    await act(desk.http, document, "decide", outcome="approved", fields=[confirm])
    await desk.desk.outbox.send()
    assert desk.publisher.events[0].fields[0].value == 1.0


async def test_an_undone_note_is_in_doubt_again(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    nothing = await act(desk.http, document, "undo")
    assert (nothing.status_code, nothing.json()["reason"]) == (409, "nothing_to_undo")
    await act(desk.http, document, "fields", fields=[TOTAL])
    assert (await act(desk.http, document, "undo")).status_code == 200
    refused = await act(desk.http, document, "decide", outcome="approved")
    assert refused.json()["reason"] == "open_flags"


async def test_a_decided_document_can_be_reopened_by_who_decided_it(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    await approve(desk.http, document, 12.5)
    assert (await act(desk.http, document, "reopen")).json()["state"] == "pending"
    body = (await desk.http.get(f"/v1/reviews/{document}")).json()
    assert [one["value"] for one in body["fields"]] == [12.5]
    assert (await approve(desk.http, document, 13.0)).status_code == 200
    await desk.desk.outbox.send()
    decisions = [one for one in desk.publisher.events if isinstance(one, ReviewDecided)]
    assert [(one.revision, one.fields[0].value) for one in decisions] == [(1, 12.5), (3, 13.0)]


async def test_a_reclassified_document_cannot_be_reopened(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    await act(desk.http, document, "decide", outcome="reclassified", recipe="receipt")
    refused = await act(desk.http, document, "reopen")
    assert (refused.status_code, refused.json()["reason"]) == (409, "in_rework")


async def test_a_document_is_rejected_for_a_reason(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    refused = await act(desk.http, document, "decide", outcome="rejected", note="  ")
    assert (refused.status_code, refused.json()["reason"]) == (422, "note_missing")
    done = await act(desk.http, document, "decide", outcome="rejected", note="not ours")
    assert done.status_code == 200


async def test_a_row_that_the_document_lacks_is_cleared_as_a_whole(desk: Desktop) -> None:
    document = (await desk.ask(doubtful=("/items/0/name",))).document_id
    gone = {"pointer": "/items/0", "action": "clear", "reason": "invented"}
    done = await act(desk.http, document, "decide", outcome="approved", fields=[gone])
    assert done.status_code == 200


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"part": "summary", "pointer": "/3", "action": "confirm"}, "pointer_unknown"),
        (
            {"part": "recipe", "pointer": "/", "action": "correct", "value": "invoice"},
            "pointer_unknown",
        ),
        ({"part": "nothing", "pointer": "/", "action": "confirm"}, "request_invalid"),
    ],
)
async def test_a_note_about_nothing_is_refused(
    desk: Desktop, field: dict[str, Any], reason: str
) -> None:
    document = (await desk.ask()).document_id
    answer = await act(desk.http, document, "fields", fields=[field])
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)


async def test_a_second_reader_is_asked_without_knowing_and_agrees(open_desk: Any) -> None:
    desk = open_desk(review_double_share=1.0)
    document = (await desk.ask()).document_id
    bob = desk.as_("bob")
    await act(desk.http, document, "fields", fields=[TOTAL])
    await act(desk.http, document, "decide", outcome="approved")
    assert (await shown(desk.http), await shown(desk.http, "decided")) == ([], [str(document)])
    assert await shown(bob) == [str(document)]
    seen = (await bob.get(f"/v1/reviews/{document}")).json()
    assert (seen["state"], seen["fields"], seen["decided"]) == ("pending", [], None)
    refused = await approve(desk.http, document, 1.0)
    assert refused.json()["reason"] == "already_decided"
    assert (await approve(bob, document, 12.5)).status_code == 200
    assert (await shown(bob), await shown(bob, "disputed")) == ([], [])
    await desk.desk.outbox.send()
    opinion = desk.publisher.events[-1]
    assert (opinion.change, opinion.against) == ("opinion", "decision")
    assert all(one.same for one in opinion.compared)
    assert sum(isinstance(one, ReviewDecided) for one in desk.publisher.events) == 1


async def test_readers_who_disagree_are_settled_by_an_adjudicator(open_desk: Any) -> None:
    keys = "ann:a:default:reviewer,bob:b:default:reviewer,eve:e:default:adjudicator+reviewer"
    desk = open_desk(review_double_share=1.0, api_keys=keys)
    ann, bob, eve = (desk.as_("", **{"X-API-Key": key}) for key in "abe")
    document = (await desk.ask()).document_id
    await approve(ann, document, 12.5)
    await approve(bob, document, 13.5)
    assert await shown(eve, "disputed") == [str(document)]
    refused = await approve(ann, document, 12.5)
    assert (refused.status_code, refused.json()["reason"]) == (403, "forbidden")
    open_ = await act(eve, document, "decide", outcome="approved")
    assert (open_.json()["reason"], open_.json()["pointers"]) == ("open_flags", ["/total"])
    assert (await approve(eve, document, 13.5)).json()["state"] == "decided"
    await desk.desk.outbox.send()
    last = desk.publisher.events[-1]
    assert isinstance(last, ReviewDecided)
    assert (last.adjudicated, last.reviewer, last.fields[0].value) == (True, "eve", 13.5)


async def test_a_seeded_document_measures_a_reviewer_and_changes_nothing(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    await approve(desk.http, document, 12.5)
    assert (await act(desk.http, document, "seed")).status_code == 200
    bob = desk.as_("bob")
    assert await shown(bob) == [str(document)]
    await approve(bob, document, 99.0)
    await desk.desk.outbox.send()
    opinion = desk.publisher.events[-1]
    wrong = next(one for one in opinion.compared if one.pointer == "/total")
    assert (opinion.against, wrong.first, wrong.second, wrong.same) == ("known", 12.5, 99.0, False)
    assert await shown(bob, "disputed") == []


async def test_an_assigned_document_is_left_to_one_reviewer(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    await desk.ask(priority=9)
    await act(desk.http, document, "assign", reviewer="bob")
    refused = await act(desk.http, document, "claim")
    assert (refused.status_code, refused.json()["reason"]) == (409, "assigned")
    bob = await desk.as_("bob").post("/v1/reviews/next", json={})
    assert bob.json()["document_id"] == str(document)


async def test_the_next_document_is_nobody_elses(desk: Desktop) -> None:
    first, second = await desk.ask(priority=1), await desk.ask()
    ann = await desk.http.post("/v1/reviews/next", json={})
    bob = await desk.as_("bob").post("/v1/reviews/next", json={})
    assert ann.json()["document_id"] == str(first.document_id)
    assert bob.json()["document_id"] == str(second.document_id)
    none = await desk.as_("eve").post("/v1/reviews/next", json={})
    assert (none.status_code, none.json()["reason"]) == (404, "queue_empty")


async def test_who_lacks_the_skill_neither_sees_nor_takes_a_document(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    dan = Principal("dan", "default", frozenset({Role.REVIEWER}), frozenset({"invoice"}))
    from winnow.web.problems import ProblemError
    from winnow_review.ordering import Sought

    assert await desk.desk.order.page(dan, Sought()) == ([], 0)
    with pytest.raises(ProblemError, match="skills"):
        await desk.queue.find(dan, str(document))


async def test_other_tenants_see_and_do_nothing(open_desk: Any) -> None:
    desk = open_desk(api_keys="a:a:default:reviewer,b:b:other:reviewer+operator")
    document = (await desk.ask()).document_id
    other = desk.as_("", **{"X-API-Key": "b"})
    assert await shown(other) == []
    for verb in ("claim", "seed"):
        assert (await act(other, document, verb)).status_code == 404
    assert (await act(other, document, "undo", revision=0)).status_code == 404


async def test_learning_order_spreads_over_likenesses(desk: Desktop) -> None:
    alike = [await desk.ask(confidences={"/total": 0.5}) for _ in range(3)]
    other = await desk.ask(doubtful=("/company",), confidences={"/company": 0.6})
    body = (await desk.http.get("/v1/reviews", params={"order": "learning"})).json()
    order = [one["document_id"] for one in body["reviews"]]
    assert order.index(str(other.document_id)) == 1
    assert set(order) == {str(one.document_id) for one in [*alike, other]}


def test_the_share_that_is_read_twice_is_the_share_asked_for() -> None:
    read = sum(drawn(f"seed/again/{number}", 0.2) for number in range(2000))
    assert 330 < read < 470


async def test_every_look_and_write_is_in_the_log_and_no_value_is(desk: Desktop) -> None:
    document = (await desk.ask()).document_id
    await desk.http.post("/v1/reviews/next", json={})
    await act(desk.http, document, "fields", fields=[TOTAL])
    await act(desk.http, document, "undo")
    await approve(desk.http, document, 12.5)
    await act(desk.http, document, "reopen")
    await act(desk.http, document, "release")
    await desk.http.get(f"/v1/reviews/{document}/original")
    logged = await desk.queue.audit.page("default", document_id=str(document))
    acts = [one.entry.action for one in reversed(logged) if one.entry.action != "looked"]
    assert acts == ["claimed", "noted", "undone", "approved", "reopened", "released"]
    assert ("looked", "original") in {(one.entry.action, one.entry.detail) for one in logged}
    assert {one.entry.actor for one in logged} == {"ann"}
    assert not any("12.5" in one.entry.detail for one in logged)
