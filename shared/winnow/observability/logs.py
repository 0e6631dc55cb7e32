"""Structured logs on stderr: one JSON object a line, with the document in hand."""

import logging
import sys
from contextvars import ContextVar
from typing import Any, Literal

import structlog

from winnow.contracts.base import Event

# The service, the topic and the event that this task works on: told with every line it logs
in_hand: ContextVar[tuple[str, str, Event] | None] = ContextVar("in_hand", default=None)


def configure(form: Literal["json", "text"], level: str) -> None:
    """Send structlog and the standard library's logging through one pipe."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _tell_in_hand,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    final = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),  # drops early: it is cheap
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, final],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for noisy in ("httpx", "httpx2", "faststream", "kafka", "alembic", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


def _tell_in_hand(_: Any, __: str, told: dict[str, Any]) -> dict[str, Any]:
    if (now := in_hand.get()) is None:
        return told
    service, topic, event = now
    about = {
        "service": service,
        "topic": topic,
        "document_id": str(event.document_id),
        "event_id": str(event.event_id),
        "tenant": event.tenant,
    }
    return {**about, **told}


def get_logger(name: str) -> Any:
    """A logger that takes an event name and keyword fields."""
    return structlog.stdlib.get_logger(name)
