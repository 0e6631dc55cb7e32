"""GET /v1/audit: who looked at what and who did what."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, BeforeValidator, Field

from winnow.records.audit import Entry, Logged
from winnow.security.door import require
from winnow.security.keys import Principal, Role
from winnow.web.problems import responses
from winnow_review.desk import Desk, OurDesk

router = APIRouter(tags=["audit"])
OVERSEERS: Final = (Role.AUDITOR, Role.OPERATOR)
Overseer = Annotated[Principal, Depends(require(*OVERSEERS))]
PAGE: Final = 100  # entries


def _given(text: str) -> str | None:
    """What a form sends of a field that was left empty asks for nothing."""
    return text or None


Given = Annotated[str | None, BeforeValidator(_given)]


class AuditEntry(BaseModel):
    """One look or act."""

    seq: int
    at: datetime
    actor: str = Field(description="Empty where nobody is known: a sign-in that was refused.")
    action: str
    document_id: str | None
    detail: str


class AuditPage(BaseModel):
    """A part of the log, latest first; `next` as `before` gives the part before it."""

    entries: list[AuditEntry]
    next: int | None


class Sought(BaseModel):
    """Which entries are asked for."""

    before: int | None = Field(default=None, ge=1, le=2**63 - 1, description="A `seq`.")
    limit: int = Field(default=PAGE, ge=1, le=1000)
    document_id: Given = Field(default=None, max_length=64)
    actor: Given = Field(default=None, max_length=200)


@router.get("/v1/audit", response_model=AuditPage, responses=responses(401, 403, 422, 503))
async def audit(desk: OurDesk, who: Overseer, sought: Annotated[Sought, Query()]) -> dict[str, Any]:
    """Every look and write of the tenant, and the sign-ins, latest first."""
    found = await entries(desk, who, sought)
    return {
        "entries": [{"seq": one.seq, "at": one.at, **asdict(one.entry)} for one in found],
        "next": next_of(found, sought),
    }


async def entries(desk: Desk, who: Principal, sought: Sought) -> list[Logged]:
    """A part of the log; that it was read is itself logged."""
    log = desk.queue.audit
    found = await log.page(
        who.tenant, sought.before, sought.limit, sought.document_id, sought.actor
    )
    await log.add(None, Entry(who.tenant, who.name, "read_audit", sought.document_id))
    return list(found)


def next_of(found: list[Logged], sought: Sought) -> int | None:
    """Where the part before this one begins, if there may be one."""
    return found[-1].seq if len(found) == sought.limit else None
