"""GET /v1/quality: how well, and how fast, documents are reviewed."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Query

from winnow.web.problems import responses
from winnow_review.desk import Desk, Reader
from winnow_review.quality import page
from winnow_review.quality.answer import Quality
from winnow_review.quality.measuring import Meter
from winnow_review.quality.meters import OurMeter

router = APIRouter(tags=["quality"])
Days = Annotated[int, Query(ge=1, le=90, description="How far to look back.")]


def install(web: FastAPI, desk: Desk) -> None:
    """The figures of a desk, at its app: for programs and as a page."""
    web.state.meter = Meter(desk.queue.database)
    web.include_router(router)
    web.include_router(page.router)


@router.get("/v1/quality", responses=responses(401, 403, 422, 503))
async def quality(meter: OurMeter, who: Reader, days: Days = 7) -> Quality:
    """The queue, agreement, known answers, corrections and time; reviewers see only themselves."""
    return await meter.measure(who, days)
