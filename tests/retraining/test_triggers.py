"""When a training starts by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from winnow.retraining.triggers import Known, Policy, due, triggers

NOW = datetime(2026, 6, 1, tzinfo=UTC)
POLICY = Policy(decisions=200, every=timedelta(days=30), least=50)
KNOWN = Known(reviewed=500, new=0, first=NOW - timedelta(days=90), last=NOW - timedelta(days=3))


def cause(known: Known, policy: Policy = POLICY) -> str | None:
    found = due(known, policy, NOW)
    return found.cause if found else None


def test_enough_new_decisions_start_one() -> None:
    assert cause(replace(KNOWN, new=199)) is None
    assert cause(replace(KNOWN, new=200)) == "decisions"


def test_a_schedule_starts_one_but_not_on_the_same_examples() -> None:
    old = replace(KNOWN, last=NOW - timedelta(days=30))
    assert cause(old) is None
    assert cause(replace(old, new=1)) == "schedule"


def test_the_first_schedule_is_counted_from_the_first_reviewed_document() -> None:
    assert cause(replace(KNOWN, last=None, new=100)) == "schedule"


def test_a_fall_of_quality_starts_one_as_soon_as_there_is_something_new_to_learn() -> None:
    fell = replace(KNOWN, degraded="people changed more")
    assert cause(replace(fell, new=19)) is None
    assert cause(replace(fell, new=20)) == "degraded"


def test_none_starts_beside_another() -> None:
    assert cause(replace(KNOWN, new=500, running=True)) is None


def test_none_starts_on_a_handful_of_documents() -> None:
    few = Policy(decisions=10, least=50)
    assert cause(replace(KNOWN, reviewed=49, new=49), few) is None
    assert cause(replace(KNOWN, reviewed=50, new=50), few) == "decisions"


def test_after_one_that_came_to_nothing_there_is_a_rest() -> None:
    failed = replace(KNOWN, new=500, fruitless=NOW - timedelta(hours=5))
    assert cause(failed) is None
    assert cause(replace(failed, fruitless=NOW - timedelta(hours=6))) == "decisions"


def test_what_is_switched_off_is_not_there() -> None:
    assert triggers(replace(KNOWN, new=9999), Policy(decisions=0), NOW) == []


def test_it_is_told_how_far_the_next_one_is() -> None:
    decisions, schedule = triggers(replace(KNOWN, new=50), POLICY, NOW)
    assert (decisions.done, decisions.of) == (50, 200)
    assert (schedule.done, schedule.of) == (3, 30)
