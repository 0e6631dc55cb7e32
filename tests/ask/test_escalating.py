"""A person is asked, answers, and is heard."""

import asyncio
import json
from typing import Any

import pytest

from winnow.contracts.questions import QuestionEscalated
from winnow_ask.news import follow

Office = Any  # see conftest.py


@pytest.fixture
async def escalated(office: Office) -> tuple[Any, QuestionEscalated]:
    office.answerer.outcome = "escalated"
    told = await office.ask()
    return told, one_request(await office.sent())


def one_request(events: list[Any]) -> QuestionEscalated:
    [found] = [one for one in events if isinstance(one, QuestionEscalated)]
    return found


async def test_who_is_not_sure_asks_a_person(escalated: Any) -> None:
    told, event = escalated
    assert told["state"] == "waiting"
    assert (str(event.document_id), event.asker) == (told["id"], "ann")
    assert event.reasons == ("it is not sure enough",)
    assert event.draft is not None
    assert [one.text for one in event.sources] == [told["sources"][0]["text"]]
    assert 23 < (event.due_at - event.occurred_at).total_seconds() / 3600 <= 24.1


async def test_the_answer_of_a_person_reaches_the_asker(office: Office, escalated: Any) -> None:
    told, event = escalated
    await office.decide(event)
    after = (await office.ann.get(told["links"]["self"])).json()
    assert after["state"] == "decided"
    assert after["person"]["text"] == "In writing, thirty days ahead."
    assert after["person"]["reviewer"] == "rita"


async def test_who_waits_hears_it_live(office: Office, escalated: Any) -> None:
    told, event = escalated
    who = office.desk.doorkeeper.known("k-ann")
    news = follow(office.desk, who, event.document_id)
    assert json.loads((await anext(news))["data"]) == told
    await office.decide(event)
    last = json.loads((await asyncio.wait_for(anext(news), 10))["data"])
    assert last["state"] == "decided"
    with pytest.raises(StopAsyncIteration):
        await anext(news)


async def test_only_the_answer_to_the_last_request_counts(office: Office, escalated: Any) -> None:
    told, event = escalated
    await office.decide(event, requested="another")
    assert (await office.ann.get(told["links"]["self"])).json()["state"] == "waiting"
    await office.decide(event, revision=2)
    await office.decide(event, revision=1, text="Older.")
    await office.decide(event, tenant="rival", revision=3, text="Theirs.")
    after = (await office.ann.get(told["links"]["self"])).json()
    assert after["person"]["text"] == "In writing, thirty days ahead."


async def test_an_asker_may_wish_for_a_person_once(office: Office) -> None:
    told = await office.ask()
    for _ in range(2):
        after = await office.ann.post(f"{told['links']['self']}/escalate")
        assert after.json()["state"] == "waiting"
    event = one_request(await office.sent())
    assert event.reasons == ("the asker wants a person to answer",)


async def test_thumbs_down_asks_a_person_with_the_note(office: Office) -> None:
    told = await office.ask()
    bad = {"verdict": "down", "note": "That is the old contract."}
    after = await office.ann.post(f"{told['links']['self']}/feedback", json=bad)
    assert (after.json()["state"], after.json()["verdict"]) == ("waiting", "down")
    event = one_request(await office.sent())
    assert event.reasons == ("the asker was not content: That is the old contract.",)


async def test_thumbs_up_asks_nobody(office: Office) -> None:
    told = await office.ask()
    after = await office.ann.post(f"{told['links']['self']}/feedback", json={"verdict": "up"})
    assert (after.json()["state"], after.json()["verdict"]) == ("answered", "up")
    assert not [one for one in await office.sent() if isinstance(one, QuestionEscalated)]


async def test_a_bad_answer_of_a_person_is_asked_about_again(
    office: Office, escalated: Any
) -> None:
    told, event = escalated
    await office.decide(event)
    await office.ann.post(f"{told['links']['self']}/feedback", json={"verdict": "down"})
    requests = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
    assert len({one.event_id for one in requests}) == 2
    await office.decide(requests[-1], text="Now right.")
    after = (await office.ann.get(told["links"]["self"])).json()
    assert (after["state"], after["person"]["text"]) == ("decided", "Now right.")


async def test_a_follow_up_knows_what_the_person_said(office: Office, escalated: Any) -> None:
    told, event = escalated
    await office.decide(event)
    await office.ask("And to tenants?", conversation_id=told["conversation_id"])
    [before] = office.answerer.asked[-1].history
    assert before.answer == "In writing, thirty days ahead."
