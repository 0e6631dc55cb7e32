"""An answer is given again to the same question, until what it rests on changes."""

from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.questions import QuestionEscalated
from winnow.records.erasing import erase
from winnow.testing.scripted_answerer import DOCUMENT

Office = Any  # see conftest.py
SAME = "when is notice given"


async def asked_again(office: Office, **more: Any) -> Any:
    """The same question in other words; whether the answer was there already."""
    told = await office.ask(SAME, **more)
    return told["answer"]["cached"] if told["answer"] else None


async def test_an_equal_question_costs_nothing(office: Office) -> None:
    first = await office.ask()
    again = await office.ask(SAME)
    assert again["answer"]["cached"]
    assert again["answer"]["sentences"] == first["answer"]["sentences"]
    assert (again["sources"], again["answer"]["usage"]) == (first["sources"], [])
    assert len(office.answerer.asked) == 1


async def test_tenants_and_filters_are_apart(office: Office) -> None:
    await office.ask()
    assert not await asked_again(office, filters={"recipe": "contract"})
    theirs = await office.as_("k-eve").post("/v1/questions", json={"question": SAME})
    assert not theirs.json()["answer"]["cached"]


@pytest.mark.parametrize("outcome", ["not_in_documents", "refused", "escalated"])
async def test_what_is_no_answer_is_not_remembered(office: Office, outcome: str) -> None:
    office.answerer.outcome = outcome
    await office.ask()
    assert not await asked_again(office)


async def test_what_is_not_sure_is_not_remembered(office: Office) -> None:
    office.answerer.confidence = 0.5
    await office.ask()
    assert not await asked_again(office)


async def test_a_follow_up_is_not_answered_by_what_it_says_alone(office: Office) -> None:
    await office.ask()
    other = await office.ask("Who signs the lease?")
    assert not await asked_again(office, conversation_id=other["conversation_id"])


async def test_a_follow_up_is_remembered_by_what_it_asks(office: Office) -> None:
    first = await office.ask("Who signs the lease?")
    office.answerer.standalone = "When is notice given?"
    await office.ask("And notice?", conversation_id=first["conversation_id"])
    assert await asked_again(office)


async def test_a_document_that_is_read_anew_takes_its_answers_with_it(office: Office) -> None:
    await office.parse("a")
    await office.ask()
    await office.parse("a")
    assert await asked_again(office)
    await office.parse("b")
    assert not await asked_again(office)


async def test_one_that_is_indexed_anew_does_too(office: Office) -> None:
    await office.index()
    await office.ask()
    await office.index()
    assert not await asked_again(office)


async def test_a_bad_answer_is_not_given_again(office: Office) -> None:
    await office.ask()
    again = await office.ask(SAME)
    await office.ann.post(f"{again['links']['self']}/feedback", json={"verdict": "down"})
    assert not await asked_again(office)


async def test_the_answer_of_a_person_is_given_again(office: Office) -> None:
    office.answerer.outcome = "escalated"
    await office.ask()
    [event] = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
    await office.decide(event)
    again = await office.ask(SAME)
    assert again["answer"]["cached"]
    assert again["answer"]["answered_by"] == "reviewer:rita"
    assert again["answer"]["sentences"][0]["text"] == "In writing, thirty days ahead."


async def test_an_erased_document_leaves_nothing_of_its_words(office: Office) -> None:
    await office.parse()
    told = await office.ask()
    gone = await office.database.write(lambda sql: erase(sql, "acme", str(DOCUMENT)))
    assert gone == 2  # the question's, and the remembered one
    after = await office.ann.get(told["links"]["self"])
    assert after.json()["state"] == "erased"
    assert "Notice must" not in after.text
    assert "in writing" not in after.text
    assert await office.sent() == []
    assert not await asked_again(office)


async def test_others_documents_are_not_erased(office: Office) -> None:
    await office.ask()
    assert await office.database.write(lambda sql: erase(sql, "rival", str(DOCUMENT))) == 0
    assert await asked_again(office)


async def test_what_a_person_cited_is_erased_with_its_document(office: Office) -> None:
    office.answerer.outcome = "escalated"
    told = await office.ask()
    [event] = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
    other = uuid4()
    place = office.answerer.sentence().citations[0].model_copy(update={"document_id": other})
    await office.decide(event, citations=(place,))
    await office.database.write(lambda sql: erase(sql, "acme", str(other)))
    after = (await office.ann.get(told["links"]["self"])).json()
    assert (after["state"], after["person"]) == ("erased", None)
    await office.decide(event, revision=2)
    assert (await office.ann.get(told["links"]["self"])).json()["state"] == "erased"
