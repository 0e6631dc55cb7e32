"""Questions that are put on the desk as the ask service would."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from winnow.contracts.questions import QuestionEscalated
from winnow.testing.questions import LEASE, NOTICE, escalated


@pytest.fixture
def question() -> Callable[..., QuestionEscalated]:
    """A question about a lease, with changes."""
    return escalated


@pytest.fixture
def put(desk: Any) -> Callable[..., Awaitable[str]]:
    """Put a question on the desk; its address over HTTP."""

    async def put_(**changes: Any) -> str:
        event = escalated(**changes)
        await desk.desk.questions.cases.take_in(event)
        return f"/v1/questions/{event.document_id}"

    return put_


@pytest.fixture
def answer() -> dict[str, Any]:
    """A decision that cites what the draft cites."""
    start, end = NOTICE
    cited = {"document_id": str(LEASE), "chunk": "c1", "start": start, "end": end}
    return {"revision": 0, "outcome": "answered", "text": "Three months.", "citations": [cited]}
