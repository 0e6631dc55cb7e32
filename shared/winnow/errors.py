"""What can go wrong, sorted by what the bus must do about it."""

from enum import StrEnum
from typing import ClassVar, Literal

from winnow.reasons import Reason


class Remedy(StrEnum):
    RETRY = "retry"  # the world was unkind; the same message may pass later
    LATER = "later"  # something is wrong with this message now; others go on meanwhile
    HOLD = "hold"  # nothing is wrong; it must wait for money, or for a batch
    BURY = "bury"  # the message will never pass; keep it in the dead-letter topic
    HALT = "halt"  # we are broken, not the message; stop and leave the offset alone


class WinnowError(Exception):
    """Base of every error we raise on purpose."""

    remedy: ClassVar[Remedy] = Remedy.HALT


class UnreachableError(WinnowError):
    """A broker, store, database or model did not answer; waited for, never buried.

    `retry_after` is in seconds, where the other side named it. `status` is the HTTP status of a
    model's server: 408 for a time-out of ours too, None for a connection that failed.
    """

    remedy = Remedy.RETRY

    def __init__(
        self,
        what: str,
        why: str = "",
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(f"{what} did not answer" + (f": {why}" if why else ""))
        self.what = what
        self.retry_after = retry_after
        self.status = status


class HeldError(WinnowError):
    """The work must wait: `cause` is `budget` or `batch`, `scope` says which; others go on.

    `retry_after` is in seconds.
    """

    remedy = Remedy.HOLD

    def __init__(
        self, cause: Literal["budget", "batch"], scope: str, why: str, retry_after: float
    ) -> None:
        super().__init__(why)
        self.cause: Literal["budget", "batch"] = cause
        self.scope = scope
        self.retry_after = retry_after


class RejectedError(WinnowError):
    """The message can never succeed; `reason` is from the closed list in `winnow.reasons`."""

    remedy = Remedy.BURY

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


class UnfillableError(WinnowError):
    """A model answered, but not with the form we asked for: never taken as an answer.

    `why` is `cut_off` (stopped at the token limit), `invalid` (does not fit the form), `refused`,
    or `late` (could not be asked before its deadline).
    Handlers that meet it pass the document on without the model's part; a person fills it in.
    """

    remedy = Remedy.BURY

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.reason: Reason = "model_unfillable"
        self.why = why
        self.detail = detail


class MisconfiguredError(WinnowError):
    """The operator's settings or recipes cannot work; the message says what to change."""

    remedy = Remedy.HALT


class ChangedMeanwhileError(WinnowError):
    """Somebody else changed what this change was made for: look again, then decide anew."""

    remedy = Remedy.LATER
