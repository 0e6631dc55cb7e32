"""What each kind of failure means for the message that met it: decided here and nowhere else."""

import base64
import random
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid5

from winnow.contracts.base import NAMESPACE, Event
from winnow.contracts.dead_letters import DeadLettered, RetryScheduled
from winnow.contracts.held import WorkHeld
from winnow.errors import (
    HeldError,
    RejectedError,
    Remedy,
    UnfillableError,
    UnreachableError,
    WinnowError,
)
from winnow.messaging.record import Received
from winnow.reasons import Reason

FIRST_PAUSE: Final = 0.5  # seconds
LONGEST_PAUSE: Final = 30.0
# Seconds until the further attempts at a message that meets an error nobody foresaw
DELAYS: Final = (2.0, 20.0)
REPLAY_HEADER: Final = "winnow-replay"  # how often an operator sent it again
TRIES_HEADER: Final = "winnow-tries"  # attempts before this one, by itself
HELD_BY_HEADER: Final = "winnow-held-by"  # the one service that a record is sent again for
HELD_SINCE_HEADER: Final = "winnow-held-since"  # when it was first held, ISO 8601
OURS: Final = (REPLAY_HEADER, TRIES_HEADER, HELD_BY_HEADER, HELD_SINCE_HEADER)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Retry here or later, after `pause` seconds; hold; bury for `reason`; or halt."""

    remedy: Remedy
    pause: float = 0.0
    reason: Reason = "internal_error"


def judge(error: Exception, attempt: int, tries: int = 0) -> Verdict:
    """Decide what a failed attempt (counted from 1) means, `tries` deliveries having failed before.

    A dependency that does not answer is waited for without end: the message is not at fault.
    An error nobody foresaw is tried again later, then buried; the rest need not wait for it.
    """
    match error:
        case UnreachableError():
            return Verdict(Remedy.RETRY, pause=max(pause(attempt), error.retry_after or 0.0))
        case HeldError():
            return Verdict(Remedy.HOLD, pause=error.retry_after)
        case RejectedError() | UnfillableError():
            return Verdict(Remedy.BURY, reason=error.reason)
        case WinnowError(remedy=Remedy.HALT):
            return Verdict(Remedy.HALT)
        case _ if tries < len(DELAYS):
            return Verdict(Remedy.LATER, pause=DELAYS[tries])
        case _:
            return Verdict(Remedy.BURY, reason="internal_error")


def pause(attempt: int) -> float:
    """Seconds to wait after the attempt: doubling, with full jitter above half."""
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt - 1, 10))
    return ceiling * random.uniform(0.5, 1.0)  # noqa: S311  (jitter, not a secret)


def dead_letter(
    service: str,
    record: Received,
    event: Event | None,
    reason: Reason,
    error: Exception,
    attempt: int,
) -> DeadLettered:
    """The record as it came, with why it was given up. The same record gives the same id."""
    return DeadLettered(
        **_original(service, record, event, error),
        event_id=uuid5(NAMESPACE, f"dead/{service}/{record.place}"),
        attempt=attempt + tries_of(record) + _number(record, REPLAY_HEADER),
        reason=reason,
        stack="".join(traceback.format_exception(error))[-8000:],
        file_name=getattr(event, "file_name", None),
        cause_id=event.event_id if event else None,
    )


def retry(
    service: str, record: Received, event: Event | None, error: Exception, seconds: float
) -> RetryScheduled:
    """The record as it came, to be sent again. The same record gives the same id."""
    return RetryScheduled(
        **_original(service, record, event, error),
        event_id=uuid5(NAMESPACE, f"retry/{service}/{record.place}"),
        attempt=tries_of(record) + 1,
        due_at=datetime.now(UTC) + timedelta(seconds=seconds),
    )


def hold(service: str, record: Received, event: Event | None, error: HeldError) -> WorkHeld:
    """The record as it came, put aside. The same record gives the same id.

    `since` is when it was first put aside: it has a header of its own from then on.
    """
    at = datetime.now(UTC)
    return WorkHeld(
        **_original(service, record, event, error),
        event_id=uuid5(NAMESPACE, f"held/{service}/{record.place}"),
        attempt=tries_of(record) + 1,
        cause=error.cause,
        scope=error.scope,
        since=_since(record) or at,
        due_at=at + timedelta(seconds=error.retry_after),
    )


def headers_of(held: WorkHeld) -> dict[str, str]:
    """What a held record bears when it is sent again.

    Every service that reads its topic gets it. Without the name of the one that held it, two that
    hold the same record would each double it every time.
    """
    return {HELD_BY_HEADER: held.service, HELD_SINCE_HEADER: held.since.isoformat()}


def meant_for(service: str, record: Received) -> bool:
    """Whether the service is to work on the record: not on one that another's hold brought."""
    return record.headers.get(HELD_BY_HEADER, service.encode()) == service.encode()


def tries_of(record: Received) -> int:
    """How many deliveries of the record's event have failed before this one."""
    return _number(record, TRIES_HEADER)


def _original(
    service: str, record: Received, event: Event | None, error: Exception
) -> dict[str, Any]:
    return {
        "document_id": event.document_id if event else record.subject(),
        "tenant": event.tenant if event else "default",
        "detail": (getattr(error, "detail", "") or str(error))[:2000],
        "service": service,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": _base64(record.key),
        "value": _base64(record.value),
        "headers": tuple((name, _base64(raw) or "") for name, raw in record.headers.items()),
    }


def _number(record: Received, header: str) -> int:
    told = record.headers.get(header, b"0").decode(errors="replace")
    return int(told[:6]) if told.isascii() and told.isdigit() else 0


def _since(record: Received) -> datetime | None:
    told = record.headers.get(HELD_SINCE_HEADER, b"").decode(errors="replace")
    try:
        since = datetime.fromisoformat(told)
    except ValueError:
        return None
    return since if since.tzinfo else None


def _base64(raw: bytes | None) -> str | None:
    return None if raw is None else base64.b64encode(raw).decode()
