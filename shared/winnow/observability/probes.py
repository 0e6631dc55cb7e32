"""/livez, /readyz and /metrics on every service."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from winnow.errors import WinnowError

PATIENCE = 3.0  # seconds that one dependency is given to answer

Probe = Callable[[], Awaitable[None]]


async def causes(probes: Mapping[str, Probe]) -> dict[str, str]:
    """The dependencies that cannot be used now, and why."""
    results = await asyncio.gather(*(_ask(probe) for probe in probes.values()))
    return {name: why for name, why in zip(probes, results, strict=True) if why}


async def _ask(probe: Probe) -> str | None:
    try:
        await asyncio.wait_for(probe(), PATIENCE)
    except WinnowError as error:
        return str(error)
    except TimeoutError:
        return f"no answer within {PATIENCE:.0f} s"
    return None


def add_probes(
    web: FastAPI, service: str, probes: Mapping[str, Probe], alive: Callable[[], str | None]
) -> None:
    """Add the three routes; `alive` returns why the service must be restarted, or None."""

    async def livez() -> JSONResponse:
        why = alive()
        return _state(service, "live", {"halted": why} if why else {})

    async def readyz() -> JSONResponse:
        why = alive()
        found: dict[str, str] = {"halted": why} if why else await causes(probes)
        return _state(service, "ready", found)

    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    for path, route in (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics)):
        web.add_api_route(path, route, include_in_schema=False)


def _state(service: str, name: str, found: Mapping[str, Any]) -> JSONResponse:
    body = {"service": service, name: not found, "causes": found}
    return JSONResponse(body, status_code=503 if found else 200)
