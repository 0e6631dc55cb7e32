"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_shared()
    _create_gateway()
    _create_route()
    _create_review()


def _create_shared() -> None:
    op.create_table(
        "handled",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        _moment("at"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Text, primary_key=True),
        _text("stage"),
        _text("body"),
        _moment("at"),
    )


def _create_gateway() -> None:
    op.create_table(
        "gateway_documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        _text("tenant"),
        _text("file_name"),
        _text("media_type", nullable=True),
        _text("sha256"),
        sa.Column("size", sa.BigInteger, nullable=False),
        _text("state"),
        *(_text(name, nullable=True) for name in ("stage", "recipe", "reason", "detail")),
        sa.Column("pages", sa.Integer),
        _text("submission"),
        _moment("submitted_at"),
        _moment("updated_at"),
        _text("result_ref", nullable=True),
        _text("outcome", nullable=True),
        _text("metadata"),
    )
    op.create_index("gateway_documents_by_time", "gateway_documents", ["tenant", "submitted_at"])
    op.create_index("gateway_documents_by_state", "gateway_documents", ["tenant", "state"])
    op.create_table(
        "gateway_events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("event_id", sa.Text, nullable=False, unique=True),
        _text("document_id"),
        _text("tenant"),
        _text("type"),
        _moment("at"),
        _text("data"),
        sqlite_autoincrement=True,
    )
    op.create_index("gateway_events_by_document", "gateway_events", ["document_id"])


def _create_route() -> None:
    op.create_table(
        "route_drafts",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        _text("event"),
        _moment("at"),
    )


def _create_review() -> None:
    op.create_table(
        "review_items",
        sa.Column("document_id", sa.Text, primary_key=True),
        _text("tenant"),
        _text("recipe", nullable=True),
        _text("file_name"),
        _text("state"),
        sa.Column("priority", sa.Integer, nullable=False),
        _moment("due_at"),
        sa.Column("score", sa.Float, nullable=False),
        _text("requested"),
        _text("claimed_by", nullable=True),
        _moment("lease_until", nullable=True),
        sa.Column("revision", sa.Integer, nullable=False),
        _text("decided", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
    )
    op.create_index("review_items_by_state", "review_items", ["tenant", "state"])
    op.create_table(
        "review_outbox",
        sa.Column("event_id", sa.Text, primary_key=True),
        _text("event"),
        sa.Column("published", sa.Boolean, nullable=False),
        _moment("at"),
    )
    op.create_index("review_outbox_by_published", "review_outbox", ["published"])


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
