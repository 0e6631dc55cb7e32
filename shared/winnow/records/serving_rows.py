"""The rows of one change of who answers: the pointer, its history, the audit row, the events."""

from dataclasses import dataclass
from typing import get_args
from uuid import uuid5

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import NAMESPACE
from winnow.contracts.tuning import Alias, ModelRef, ModelsChanged, Serving, Task
from winnow.records.audit import NOBODYS, Entry, add_entry
from winnow.records.moment import now
from winnow.records.port import Act
from winnow.records.statements import upsert
from winnow.records.tables import serving, serving_changes, serving_history


@dataclass(frozen=True, slots=True)
class Pointed:
    """Where both aliases are to point, and the challenger's share of documents."""

    champion: ModelRef | None
    challenger: ModelRef | None
    canary: float


def changes_of(before: Serving, after: Serving) -> list[ModelsChanged]:
    """An event for each alias that points elsewhere; another canary share is the challenger's."""
    told = []
    for alias in get_args(Alias):
        was, is_ = getattr(before, alias), getattr(after, alias)
        if was != is_ or (alias == "challenger" and before.canary != after.canary):
            told.append(_event(after, alias, was, is_))
    return told


def _event(
    after: Serving, alias: Alias, was: ModelRef | None, is_: ModelRef | None
) -> ModelsChanged:
    key = f"models/{after.recipe}/{after.task}"
    return ModelsChanged(
        event_id=uuid5(NAMESPACE, f"{key}/{after.revision}/{alias}"),
        document_id=uuid5(NAMESPACE, key),
        occurred_at=after.changed_at,
        recipe=after.recipe,
        task=after.task,
        alias=alias,
        before=was and was.model,
        after=is_ and is_.model,
        revision=after.revision,
        by=after.changed_by,
        why=after.why,
    )


def unsaid(recipe: str, task: Task) -> Serving:
    """Revision 0: nobody was named, so the model of the settings answers."""
    return Serving(recipe=recipe, task=task, revision=0, changed_at=now(), changed_by="")


async def current(connection: AsyncConnection, recipe: str, task: Task) -> Serving | None:
    """What the pointer says, if anything."""
    query = select(serving.c.body).where(serving.c.recipe == recipe, serving.c.task == task)
    body = (await connection.execute(query)).scalar_one_or_none()
    return None if body is None else Serving.model_validate_json(body)


async def state_of(connection: AsyncConnection, recipe: str, task: Task, revision: int) -> Serving:
    """How it stood at a revision; 0: before anything was said."""
    if revision == 0:
        return unsaid(recipe, task)
    rows = serving_history.c
    query = select(rows.body).where(
        rows.recipe == recipe, rows.task == task, rows.revision == revision
    )
    return Serving.model_validate_json((await connection.execute(query)).scalar_one())


async def back_to(connection: AsyncConnection, at: Serving) -> int | None:
    """The revision that had the champion before this one's."""
    rows = serving_history.c
    query = select(rows.back_to).where(
        rows.recipe == at.recipe, rows.task == at.task, rows.revision == at.revision
    )
    return (await connection.execute(query)).scalar_one_or_none()


async def write(
    connection: AsyncConnection,
    before: Serving,
    wanted: Pointed,
    back: int | None,
    *,
    act: Act,
    by: str,
    why: str,
) -> Serving:
    """Write all rows of a change; the caller's transaction makes them one."""
    after = Serving(
        recipe=before.recipe,
        task=before.task,
        champion=wanted.champion,
        challenger=wanted.challenger,
        canary=wanted.canary,
        revision=before.revision + 1,
        changed_at=now(),
        changed_by=by,
        why=why,
    )
    keys = {"recipe": after.recipe, "task": after.task, "revision": after.revision}
    body = after.model_dump_json()
    await upsert(connection, serving, {**keys, "body": body})
    history = {**keys, "body": body, "back_to": back}
    await connection.execute(insert(serving_history).values(history))
    for event in changes_of(before, after):
        row = {"event": event.model_dump_json(), "at": after.changed_at}
        await connection.execute(insert(serving_changes).values(row))
    await add_entry(connection, Entry(NOBODYS, by, act, None, _told(before, after)))
    return after


def _told(before: Serving, after: Serving) -> str:
    moves = [
        f"{alias} {_name(getattr(before, alias))} -> {_name(getattr(after, alias))}"
        for alias in get_args(Alias)
        if getattr(before, alias) != getattr(after, alias)
    ]
    if before.canary != after.canary:
        moves.append(f"canary {before.canary:g} -> {after.canary:g}")
    return f"{after.recipe}/{after.task}: {', '.join(moves) or 'as it was'}: {after.why}"


def _name(ref: ModelRef | None) -> str:
    return "(the settings' model)" if ref is None else f"{ref.model} (version {ref.version})"
