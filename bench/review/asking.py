"""Puts questions on the real topic, as the ask service hands them to a person."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import httpx
from bench.review.stand import Stand, eventually

from winnow.contracts.questions import QuestionEscalated
from winnow.messaging.publisher import KafkaPublisher
from winnow.testing.questions import draft, escalated, passage

TERMINATION: Final = passage(
    "14. Termination. The tenant may end the lease by written notice. Notice is three months to"
    " the end of a quarter, unless the parties agree otherwise in writing. A notice that comes"
    " later than the third working day of a month counts from the month after.",
    chunk="c14",
    page=4,
)
RETURN: Final = passage(
    "15. Return of the rooms. The rooms are returned swept and with all keys. What the tenant has"
    " built in is taken out, unless the landlord takes it over against payment.",
    chunk="c15",
    page=5,
    score=0.7,
)
RENT: Final = passage(
    "3. Rent. The rent is 1,240.00 EUR a month, due on the third working day.",
    chunk="c3",
    score=0.4,
)


async def ask(stand: Stand) -> str:
    """Put the questions on the desk, and wait until they are there; the first one's id."""
    asked = questions()
    await _send(stand, *asked)
    return str(asked[0].document_id)


def questions() -> tuple[QuestionEscalated, ...]:
    """Three: with a draft and passages, past its due time, and with nothing found."""
    due = datetime.now(UTC) + timedelta(hours=3, minutes=30)
    first = escalated(
        sources=(TERMINATION, RETURN, RENT),
        draft=draft(TERMINATION, 65, 111),
        reasons=("only 40% certain", "questions on terminating a contract go to a person"),
        due_at=due,
    )
    kitchen = "What does the landlord pay for the kitchen that was built in?"
    late = escalated(standalone=kitchen, due_at=due - timedelta(hours=5), sources=(RETURN,))
    deposit = escalated(
        standalone="Is the deposit returned with interest?",
        asker="yan",
        reasons=("a person was asked for",),
        due_at=due + timedelta(days=2),
        draft=None,
        sources=(),
    )
    return first, late, deposit


async def _send(stand: Stand, *events: QuestionEscalated) -> None:
    publisher = KafkaPublisher(stand.settings, "ask")
    try:
        for event in events:
            await publisher.publish(event)
    finally:
        await publisher.close()
    async with stand.http("olga") as http:
        for event in events:
            path = f"/v1/questions/{event.document_id}"
            await eventually(partial(_is_there, http, path), path)


async def _is_there(http: httpx.AsyncClient, path: str) -> bool:
    return (await http.get(path)).is_success
