"""The history of questions, and the cases that follow from it, in SQL."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import Event
from winnow.contracts.questions import QuestionDecided, QuestionEscalated
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.statements import insert_ignore, upsert
from winnow.records.tables import question_cases as cases
from winnow.records.tables import question_history as history
from winnow.records.text import storable
from winnow_review.questions.folding import Case, fold

KINDS: Final[dict[str, type[Event]]] = {
    "escalated": QuestionEscalated,
    "decided": QuestionDecided,
}
NAMES: Final = {carried: name for name, carried in KINDS.items()}


def own(tenant: str, question_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What narrows the cases to one question."""
    return cases.c.tenant == tenant, cases.c.question_id == question_id


async def locked(conn: AsyncConnection, tenant: str, question_id: str) -> Row[Any] | None:
    """A question's row, which nobody else can change until the transaction ends."""
    await one_at_a_time(conn, f"{cases.name}/{tenant}/{question_id}")
    return (await conn.execute(select(cases).where(*own(tenant, question_id)))).first()


async def keep(conn: AsyncConnection, events: Iterable[Event], *, published: bool) -> bool:
    """Add events to the history; False if all are there already."""
    return (
        await insert_ignore(conn, history, [_row(one, published=published) for one in events]) > 0
    )


async def events_of(conn: AsyncConnection, tenant: str, question_id: str) -> Sequence[Event]:
    """A question's history, in no order."""
    wanted = history.c.tenant == tenant, history.c.question_id == question_id
    rows = await conn.execute(select(history.c.kind, history.c.event).where(*wanted))
    return [KINDS[row.kind].model_validate_json(row.event) for row in rows]


async def project(
    conn: AsyncConnection, known: Row[Any] | None, tenant: str, question_id: str
) -> Case | None:
    """Write the row that follows from the history; a claim lasts until something happens."""
    case = fold(await events_of(conn, tenant, question_id))
    if case is None:
        return None
    same = known is not None and known.revision == case.revision
    claim = (known.claimed_by, known.lease_until) if known is not None and same else (None, None)
    request = case.request
    row = {
        "tenant": tenant,
        "question_id": question_id,
        "state": case.state,
        "asker": storable(request.asker),
        "due_at": request.due_at,
        "requested": request.model_dump_json(),
        "claimed_by": claim[0],
        "lease_until": claim[1],
        "revision": case.revision,
        "created_at": request.occurred_at,
        "changed_at": now(),
    }
    await upsert(conn, cases, row)
    return case


def _row(event: Event, *, published: bool) -> dict[str, Any]:
    return {
        "event_id": str(event.event_id),
        "question_id": str(event.document_id),
        "tenant": event.tenant,
        "kind": NAMES[type(event)],
        "at": event.occurred_at,
        "event": event.model_dump_json(),
        "published": published,
    }
