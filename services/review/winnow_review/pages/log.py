"""/audit: the audit log as a page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from winnow_review.auditing import Sought, entries, next_of
from winnow_review.desk import OurDesk
from winnow_review.pages.entering import OverseerHere
from winnow_review.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/audit")
async def audit(
    request: Request, desk: OurDesk, who: OverseerHere, sought: Annotated[Sought, Query()]
) -> Response:
    """Who looked at what and who did what, latest first."""
    found = await entries(desk, who, sought)
    older = next_of(found, sought)
    return render(request, "audit.html", who, entries=found, sought=sought, older=older)
