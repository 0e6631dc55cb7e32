"""The desk keeps its history, from which its items follow; looks and writes are logged."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from winnow.records.moment import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    history = op.create_table(
        "review_history",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("requested", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text),
        sa.Column("at", Moment, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
    )
    op.create_index("review_history_by_document", "review_history", ["document_id"])
    op.create_index("review_history_by_published", "review_history", ["published"])
    op.create_index("review_history_by_time", "review_history", ["tenant", "kind", "at"])
    if known := _known():
        op.bulk_insert(history, known)
    op.drop_table("review_items")
    op.drop_table("review_outbox")
    _create_items()
    _create_log()


def _known() -> list[dict[str, Any]]:
    """What the old tables held, as history: requests, decisions, and decisions not sent yet.

    The service makes the items of it when it starts.
    """
    items = sa.table(
        "review_items",
        *(sa.column(name, sa.Text) for name in ("state", "requested", "decided")),
        sa.column("updated_at", Moment),
    )
    outbox = sa.table(
        "review_outbox",
        sa.column("event", sa.Text),
        sa.column("published", sa.Boolean),
        sa.column("at", Moment),
    )
    rows: dict[str, dict[str, Any]] = {}
    for row in op.get_bind().execute(sa.select(items)):
        if row.requested and (row.state == "pending" or row.decided):
            _add(rows, "requested", row.requested, row.updated_at)
        if row.decided:
            _add(rows, "decided", row.decided, row.updated_at)
    for row in op.get_bind().execute(sa.select(outbox).where(outbox.c.published.is_(False))):
        _add(rows, "decided", row.event, row.at, published=False)
    return list(rows.values())


def _add(
    rows: dict[str, dict[str, Any]], kind: str, text: str, at: datetime, *, published: bool = True
) -> None:
    event = json.loads(text)
    decided = kind == "decided"
    rows[event["event_id"]] = {
        "event_id": event["event_id"],
        "document_id": event["document_id"],
        "tenant": event["tenant"],
        "kind": kind,
        "requested": event["requested"] if decided else event["event_id"],
        "revision": event["revision"] if decided else 0,
        "actor": event["reviewer"] if decided else None,
        "at": at,
        "event": text,
        "published": published,
    }


def _create_items() -> None:
    op.create_table(
        "review_items",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("recipe", sa.Text),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("uncertainty", sa.Float, nullable=False),
        sa.Column("likeness", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("requested", sa.Text, nullable=False),
        sa.Column("assigned_to", sa.Text),
        sa.Column("claimed_by", sa.Text),
        sa.Column("lease_until", Moment),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
    )
    op.create_index("review_items_by_score", "review_items", ["tenant", "state", "score"])
    op.create_index("review_items_by_likeness", "review_items", ["tenant", "likeness", "state"])
    op.create_index("review_items_by_change", "review_items", ["tenant", "changed_at"])


def _create_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_log_by_document", "audit_log", ["document_id"])
    op.create_index("audit_log_by_tenant", "audit_log", ["tenant", "seq"])
