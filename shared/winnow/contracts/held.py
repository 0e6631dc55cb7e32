"""Work that waits for money, for a batch, or for a person to say go."""

from typing import ClassVar, Literal

from pydantic import Field

from winnow.contracts.base import Instant
from winnow.contracts.dead_letters import Original


class WorkHeld(Original):
    """A record is put aside, not failed: it goes to its topic again from `due_at` on.

    As long as the cause stands it is put aside anew; `since` is when that began.
    """

    type: ClassVar[str] = "winnow.work.held.v1"

    cause: Literal["budget", "batch"]
    scope: str = Field(description="The budget that is spent, or the batch that is waited for.")
    since: Instant
    due_at: Instant
