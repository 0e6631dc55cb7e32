"""Questions made anew from their topics, on every database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from winnow.contracts.base import Event
from winnow.messaging.rereading import Reread
from winnow.records.tables import question_cases, question_history
from winnow.streams import Stream
from winnow_review.questions.rebuilding import missing, rebuild

Desktop = Any  # see tests/review/conftest.py


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def desk_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'review.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


def reader(events: list[Event]) -> Callable[[Stream], Iterator[Reread]]:
    def read(stream: Stream) -> Iterator[Reread]:
        own = [event for event in events if isinstance(event, stream.carries)]
        for number, event in enumerate(own, start=1):
            yield Reread([event], number, len(own))

    return read


async def rows(desk: Desktop) -> dict[str, tuple[Any, ...]]:
    kept = [column for column in question_cases.c if column.name != "changed_at"]
    async with desk.database.read() as conn:
        found = await conn.execute(select(*kept))
        return {row.question_id: tuple(row) for row in found}


async def worked(desk: Desktop, question: Any, answer: dict[str, Any]) -> list[Event]:
    """One question open, one answered, one answered twice; and all that the topics hold."""
    asked = [question() for _ in range(3)]
    for event in asked:
        await desk.desk.questions.cases.take_in(event)
    for event in asked[1:]:
        path = f"/v1/questions/{event.document_id}"
        await desk.http.post(f"{path}/decide", json=answer)
    await desk.http.post(f"{path}/reopen", json={"revision": 1})
    await desk.http.post(f"{path}/decide", json={**answer, "revision": 1})
    await desk.desk.questions.outbox.send()
    return [*asked, *desk.publisher.events]


async def test_lost_questions_are_made_anew_from_their_topics(
    desk: Desktop, question: Any, answer: dict[str, Any]
) -> None:
    log = await worked(desk, question, answer)
    before = await rows(desk)
    async with desk.database.begin() as conn:
        await conn.execute(delete(question_cases))
        await conn.execute(delete(question_history))
    steps = [step async for step in rebuild(desk.desk.questions.cases, reader(log[::-1]))]
    assert await rows(desk) == before
    assert steps[-1] == {"questions": 3, "total": 3, "done": True}
    assert await desk.desk.questions.cases.unpublished() == []


async def test_rebuilding_mends_rows_and_loses_no_decision_that_is_not_sent_yet(
    desk: Desktop, question: Any, answer: dict[str, Any]
) -> None:
    log = await worked(desk, question, answer)
    more = [question(), question()]
    for event in more:
        await desk.desk.questions.cases.take_in(event)
    await desk.http.post(f"/v1/questions/{more[0].document_id}/decide", json=answer)
    before = await rows(desk)
    async with desk.database.begin() as conn:
        await conn.execute(text("UPDATE question_cases SET state = 'open', asker = 'nobody'"))
    async for _ in rebuild(desk.desk.questions.cases, reader([*log, *more])):
        pass
    assert await rows(desk) == before
    assert len(await desk.desk.questions.cases.unpublished()) == 1


async def test_a_claim_lasts_through_a_rebuild(desk: Desktop, question: Any) -> None:
    event = question()
    await desk.desk.questions.cases.take_in(event)
    path = f"/v1/questions/{event.document_id}"
    await desk.http.post(f"{path}/claim", json={})
    async for _ in rebuild(desk.desk.questions.cases, reader([event])):
        pass
    assert (await desk.http.get(path)).json()["claimed_by"] == "ann"


async def test_questions_with_a_history_and_no_case_are_found_at_the_start(
    desk: Desktop, question: Any, answer: dict[str, Any]
) -> None:
    await worked(desk, question, answer)
    before = await rows(desk)
    async with desk.database.begin() as conn:
        await conn.execute(delete(question_cases))
    cases = desk.desk.questions.cases
    await cases.project(await missing(cases))
    assert (await rows(desk), await missing(cases)) == (before, [])
