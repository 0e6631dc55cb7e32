"""What the desk's history says of reviewing."""

from datetime import timedelta
from typing import Any

import pytest

from winnow.contracts.reviews import ReasonCode
from winnow.records.moment import now
from winnow.security.keys import Role
from winnow_review.quality import facts

Diary = Any  # see conftest.py


def said(pointer: str, action: str = "confirm", **more: Any) -> dict[str, Any]:
    return {"pointer": pointer, "action": action, **more}


async def test_the_queue_is_counted_by_recipe_and_state(diary: Diary) -> None:
    await diary.ask(ago=timedelta(hours=9))
    await diary.ask()
    await diary.ask(recipe=None, tenant="other")
    await diary.decide(await diary.ask(ago=timedelta(days=3)), "ann")
    decided, pending = (await diary.measured()).queue
    assert (decided.state, decided.documents, decided.oldest) == ("decided", 1, None)
    assert (pending.state, pending.documents, pending.overdue) == ("pending", 2, 1)
    assert pending.oldest is not None


async def test_who_may_be_asked_to_read_blind_does_not_learn_how_many_are(diary: Diary) -> None:
    await diary.ask()
    await diary.decide(await diary.ask(), "ann", read_again=True)
    told = (await diary.measured(Role.REVIEWER)).queue
    assert [(one.state, one.documents) for one in told] == [("pending", 2)]
    told = (await diary.measured(Role.AUDITOR)).queue
    assert [(one.state, one.documents) for one in told] == [("blind", 1), ("pending", 1)]


async def test_corrections_are_counted_by_field_and_reason(diary: Diary) -> None:
    first = said("/items/0/name", "correct", value="tea", reason="ocr", seconds=4)
    await diary.decide(await diary.ask(), "ann", first, said("/total", seconds=2))
    gone = said("/items/1/name", "clear", reason="invented", seconds=8)
    await diary.decide(await diary.ask(), "bob", gone, said("/items/0/name"))
    name, total = (await diary.measured()).fields
    assert (name.recipe, name.part, name.field) == ("receipt", "field", "/items/*/name")
    assert (name.corrected, name.cleared) == (1, 1)
    assert (name.corrections.count, name.corrections.of) == (2, 3)
    assert name.corrections.low < 2 / 3 < name.corrections.high
    assert name.reasons == {"ocr": 1, "invented": 1}
    assert name.seconds is not None
    assert (name.seconds.count, name.seconds.median) == (2, 6.0)
    assert (total.field, total.corrections.rate) == ("/total", 0.0)


async def test_sentences_of_a_summary_are_one_field(diary: Diary) -> None:
    sentences = [said(f"/{number}", part="summary") for number in range(3)]
    await diary.decide(await diary.ask(), "ann", *sentences, said("/", part="recipe"))
    told = [(one.part, one.corrections.of) for one in (await diary.measured()).fields]
    assert told == [("recipe", 1), ("summary", 3)]


async def test_of_a_document_that_was_decided_again_the_last_decision_counts(diary: Diary) -> None:
    asked = await diary.ask()
    await diary.decide(asked, "ann", said("/total", "correct", value=1, reason="ocr"))
    await diary.decide(asked, "eve", said("/total"), revision=3, adjudicated=True)
    [total] = (await diary.measured()).fields
    assert (total.corrected, total.corrections.of) == (0, 1)


async def test_readings_are_compared_by_field_and_by_reviewer(diary: Diary) -> None:
    values = [("/total", 1.0, 1.0), ("/total", 2.0, 2.0), ("/total", 3.0, 4.0)]
    for number, value in enumerate(values):
        asked = await diary.ask()
        await diary.decide(asked, "ann" if number else "cy", said("/total"), read_again=True)
        await diary.opine(asked, "bob", value)
    told = await diary.measured()
    [total] = told.fields
    assert (total.agreement.units, total.agreement.agreeing) == (3, 2)
    assert total.agreement.alpha == pytest.approx(1 - 5 * 2 / (36 - 10))
    assert (told.disputes.count, told.disputes.of) == (1, 3)
    by_name = {one.reviewer: one.agreement.units for one in told.reviewers}
    assert by_name == {"ann": 2, "bob": 3, "cy": 1}


async def test_seeded_documents_tell_how_often_each_reviewer_is_wrong(diary: Diary) -> None:
    asked = await diary.ask()
    await diary.decide(asked, "ann", said("/total"))
    values = ("/total", 1.0, 1.0), ("/date", "2026-01-01", None)
    await diary.opine(asked, "bob", *values, against="known", revision=3)
    told = await diary.measured()
    ann, bob = told.reviewers
    assert (bob.known.count, bob.known.of, bob.known_documents) == (1, 2, 1)
    assert (ann.known.rate, ann.known_documents) == (None, 0)
    assert bob.agreement.units == told.agreement.units == told.disputes.of == 0


async def test_work_is_counted_and_timed_by_reviewer(diary: Diary) -> None:
    for seconds in (10, 20, 60):
        took = said("/total", seconds=seconds), said("/date", seconds=seconds)
        await diary.decide(await diary.ask(), "ann", *took, occurred_at=now())
    told = await diary.measured()
    [ann] = told.reviewers
    assert (ann.documents, ann.today) == (3, 3)
    assert ann.seconds is not None
    assert (ann.seconds.count, ann.seconds.median) == (3, 40.0)
    assert ann.documents_per_hour == pytest.approx(3 / (180 / 3600))
    assert sum(one.documents for one in told.hours) == told.days[-1].documents == 3
    assert told.waited is not None
    assert told.waited.median == pytest.approx(3600, abs=60)


async def test_what_an_adjudicator_took_over_is_not_the_adjudicators_work(diary: Diary) -> None:
    over = said("/total", "correct", value=1, reviewer="ann", seconds=50)
    own = said("/date", reviewer="eve", seconds=5)
    await diary.decide(await diary.ask(), "eve", over, own, adjudicated=True)
    [eve] = (await diary.measured()).reviewers
    assert eve.seconds is not None
    assert (eve.seconds.median, eve.corrections.count, eve.corrections.of) == (5.0, 0, 1)


async def test_reviewers_see_only_themselves_and_adjudicators_all(diary: Diary) -> None:
    await diary.decide(await diary.ask(), "ann")
    await diary.decide(await diary.ask(), "bob")
    own = await diary.measured(Role.REVIEWER, name="bob")
    assert [one.reviewer for one in own.reviewers] == ["bob"]
    every = await diary.measured(Role.REVIEWER, Role.ADJUDICATOR, name="bob")
    assert [one.reviewer for one in every.reviewers] == ["ann", "bob"]


async def test_other_tenants_and_earlier_days_are_not_counted(diary: Diary) -> None:
    await diary.decide(await diary.ask(tenant="other"), "ann", said("/total"))
    await diary.decide(await diary.ask(ago=timedelta(days=9)), "ann", said("/total"))
    assert (await diary.measured()).fields == ()
    assert len((await diary.measured(days=10)).fields) == 1
    assert len((await diary.measured(tenant="other")).fields) == 1


async def test_of_very_many_readings_the_latest_count_and_the_answer_says_since_when(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MOST", 2)
    for hours in (30, 20, 10):
        await diary.decide(await diary.ask(ago=timedelta(hours=hours)), "ann", said("/total"))
    told = await diary.measured()
    assert told.fields[0].corrections.of == 2
    assert told.until - told.since < timedelta(hours=21)


async def test_every_reason_code_is_counted_by_its_name(diary: Diary) -> None:
    for reason in ReasonCode:
        await diary.decide(await diary.ask(), "ann", said("/total", "clear", reason=reason))
    await diary.decide(await diary.ask(), "ann", said("/total", "clear"))
    told = (await diary.measured()).reasons
    assert told == dict.fromkeys([*map(str, ReasonCode), "none"], 1)


async def test_only_so_many_readings_are_remembered_and_others_are_read_again(
    diary: Diary,
) -> None:
    for _ in range(3):
        await diary.decide(await diary.ask(), "ann", said("/total"))
        await diary.decide(await diary.ask(tenant="other"), "bob", said("/total"))
    readings, since = facts.Readings(diary.database, kept=2), now() - timedelta(days=1)
    for tenant, name in (("default", "ann"), ("other", "bob"), ("default", "ann")):
        found = await readings.since(tenant, since)
        assert [one.reviewer for one in found] == [name] * 3
