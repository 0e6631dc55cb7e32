"""What each kind of failure means for the message that met it: decided here and nowhere else."""

import base64
import random
import traceback
from dataclasses import dataclass
from typing import Final
from uuid import uuid5

from winnow.contracts.base import NAMESPACE, Event
from winnow.contracts.dead_letters import DeadLettered
from winnow.errors import RejectedError, Remedy, UnfillableError, UnreachableError, WinnowError
from winnow.messaging.record import Received
from winnow.reasons import Reason

FIRST_PAUSE: Final = 0.5  # seconds
LONGEST_PAUSE: Final = 30.0
SURPRISES: Final = 3  # attempts at a message that meets an error nobody foresaw
REPLAY_HEADER: Final = "winnow-replay"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Retry after `pause` seconds, bury for `reason`, or halt."""

    remedy: Remedy
    pause: float = 0.0
    reason: Reason = "internal_error"


def judge(error: Exception, attempt: int) -> Verdict:
    """Decide what a failed attempt (counted from 1) means.

    A dependency that does not answer is waited for without end: the message is not at fault.
    An error nobody foresaw is tried again, then buried so that one document cannot stop the rest.
    """
    match error:
        case UnreachableError():
            return Verdict(Remedy.RETRY, pause=max(pause(attempt), error.retry_after or 0.0))
        case RejectedError() | UnfillableError():
            return Verdict(Remedy.BURY, reason=error.reason)
        case WinnowError(remedy=Remedy.HALT):
            return Verdict(Remedy.HALT)
        case _ if attempt < SURPRISES:
            return Verdict(Remedy.RETRY, pause=pause(attempt))
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
    replays = record.headers.get(REPLAY_HEADER, b"0").decode(errors="replace")
    return DeadLettered(
        event_id=uuid5(NAMESPACE, f"dead/{service}/{record.place}"),
        document_id=event.document_id if event else record.subject(),
        tenant=event.tenant if event else "default",
        reason=reason,
        detail=(getattr(error, "detail", "") or str(error))[:2000],
        service=service,
        attempt=attempt + (int(replays) if replays.isdigit() else 0),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=_base64(record.key),
        value=_base64(record.value),
        headers=tuple((name, _base64(raw) or "") for name, raw in record.headers.items()),
        stack="".join(traceback.format_exception(error))[-8000:],
        file_name=getattr(event, "file_name", None),
        cause_id=event.event_id if event else None,
    )


def _base64(raw: bytes | None) -> str | None:
    return None if raw is None else base64.b64encode(raw).decode()
