from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.status import error_of, retry_after


@pytest.mark.parametrize("code", [401, 402, 403, 404, 408, 409, 425, 429, 500, 503, 529, 599])
def test_trouble_between_us_and_the_server_is_waited_for(code: int) -> None:
    assert isinstance(error_of("m", code, "why", {}), UnreachableError)


@pytest.mark.parametrize("code", [400, 413, 422])
def test_an_answer_to_this_very_request_is_a_refusal(code: int) -> None:
    error = error_of("m", code, "prompt is too long", {})
    assert isinstance(error, UnfillableError)
    assert error.why == "refused"


def test_the_wait_is_read_as_seconds_or_as_a_date() -> None:
    assert retry_after({"retry-after": "12"}) == 12.0
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3000 < (retry_after({"retry-after": soon}) or 0) < 3700


@pytest.mark.parametrize(("said", "meant"), [("", None), ("soon", None), ("-3", 0.0)])
def test_an_unreadable_wait_is_none_and_a_past_one_is_over(said: str, meant: float | None) -> None:
    assert retry_after({"retry-after": said}) == meant
