"""/quality: the figures as a page, drawn without a script."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from winnow_review.pages.entering import ReaderHere
from winnow_review.pages.rendering import render
from winnow_review.quality import bars
from winnow_review.quality.answer import Quality
from winnow_review.quality.meters import OurMeter
from winnow_review.quality.waiting import oldest

router = APIRouter(include_in_schema=False)
WINDOWS: Final = (1, 7, 30, 90)  # days that can be chosen


@router.get("/quality")
async def quality(
    request: Request,
    meter: OurMeter,
    who: ReaderHere,
    days: Annotated[int, Query(ge=1, le=90)] = 7,
) -> Response:
    """The queue, how fast and how well it is cleared, by reviewer and by field."""
    found = await meter.measure(who, days)
    return render(
        request,
        "quality.html",
        who,
        found=found,
        days=days,
        windows=WINDOWS,
        hours=bars.bars(found.hours, "%H"),
        dates=bars.bars(found.days, "%d %b"),
        waiting=sum(one.documents for one in found.queue if one.oldest is not None),
        overdue=sum(one.overdue for one in found.queue),
        oldest=_oldest(found),
        height=bars.HEIGHT,
        step=bars.STEP,
    )


def _oldest(found: Quality) -> float | None:
    since = oldest(found.queue)
    return (found.until - since).total_seconds() if since else None
