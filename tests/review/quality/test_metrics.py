"""What Prometheus is told of the desk."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY

from winnow_review.quality.metrics import Gauges, counted

Diary = Any  # see conftest.py


def told(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


async def test_gauges_tell_the_queue_of_all_tenants_and_forget_what_is_gone(diary: Diary) -> None:
    await diary.ask(ago=timedelta(hours=9))
    waits = await diary.ask(tenant="other")
    await diary.ask(recipe=None)
    gauges = Gauges(diary.database)
    await gauges.set()
    assert told("winnow_review_queue", recipe="receipt", state="pending") == 2
    assert told("winnow_review_queue", recipe="none", state="pending") == 1
    assert told("winnow_review_overdue", recipe="receipt") == 1
    assert told("winnow_review_oldest_seconds") == pytest.approx(9 * 3600, abs=60)

    await diary.decide(waits, "ann")
    await gauges.set()
    assert told("winnow_review_queue", recipe="receipt", state="pending") == 1
    assert told("winnow_review_queue", recipe="receipt", state="decided") == 1


async def test_gauges_of_an_empty_desk_are_nothing(diary: Diary) -> None:
    await Gauges(diary.database).set()
    assert told("winnow_review_oldest_seconds") == 0
    assert told("winnow_review_queue", recipe="receipt", state="pending") is None


async def test_decisions_and_corrections_are_counted_by_field_and_reason(diary: Diary) -> None:
    recipe = f"counted_{uuid4().hex}"  # the counters are of the whole process
    asked = await diary.ask(recipe=recipe)
    fields = (
        {"pointer": "/items/3/name", "action": "correct", "value": "x", "reason": "ocr"},
        {"pointer": "/items/4/name", "action": "clear"},
        {"pointer": "/total", "action": "confirm"},
    )
    counted(await diary.decide(asked, "ann", *fields))
    counted(asked)
    assert told("winnow_review_decisions_total", recipe=recipe, outcome="approved") == 1
    name = {"recipe": recipe, "field": "/items/*/name"}
    assert told("winnow_review_corrections_total", **name, reason="ocr") == 1
    assert told("winnow_review_corrections_total", **name, reason="none") == 1
    assert told("winnow_review_corrections_total", recipe=recipe, field="/total") is None
