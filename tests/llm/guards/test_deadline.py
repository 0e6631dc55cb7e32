"""Nothing is asked that nobody needs any more; what is under way comes to its end."""

from datetime import timedelta
from typing import Any

import pytest

from winnow.errors import UnfillableError
from winnow.llm.guards.deadline import DeadlineGuard, InFlightGuard
from winnow.testing.clock import START, ManualClock
from winnow.testing.served import ServedModel, question


async def test_after_the_deadline_nothing_is_asked(
    through: Any, model: ServedModel, clock: ManualClock
) -> None:
    late = question(model, deadline=START)
    for guard in (DeadlineGuard(clock), InFlightGuard(clock)):
        with pytest.raises(UnfillableError) as error:
            await through(late, guard)
        assert error.value.why == "late"
    assert model.asked == 0


async def test_an_answer_under_way_at_the_deadline_is_waited_for(
    through: Any, model: ServedModel, clock: ManualClock
) -> None:
    model.takes = lambda: clock.sleep(60)
    asked = question(model, deadline=START + timedelta(seconds=1))
    filled = await through(asked, DeadlineGuard(clock), InFlightGuard(clock))
    assert filled.form.word == "yes"
