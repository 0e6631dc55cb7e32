"""The meter of an app, for what answers requests."""

from typing import Annotated

from fastapi import Depends, Request

from winnow_review.quality.measuring import Meter


async def meter_of(request: Request) -> Meter:
    """The meter of the app that the request came to."""
    meter: Meter = request.app.state.meter
    return meter


OurMeter = Annotated[Meter, Depends(meter_of)]
