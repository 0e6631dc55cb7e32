"""What a service is made of. `winnow.messaging.runtime` runs it; `winnow up` joins several."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from winnow.config import Settings
from winnow.messaging.handler import Handler

Hook = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Do nothing: the default hook."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service's wiring, built by `create_service(settings)` in its `app.py`.

    `tools` is the frozen dataclass that handlers get as their second argument.
    `ready` names each dependency and a probe of it that raises UnreachableError.
    `web` holds the service's own HTTP routes, if any; probes and metrics are added to it.
    `start` runs before the first event is read (load models, ...), `close` after the last.
    """

    name: str
    settings: Settings
    tools: Any
    port: int
    handlers: tuple[Handler, ...] = ()
    ready: Mapping[str, Hook] = field(default_factory=dict)
    web: FastAPI | None = None
    start: Hook = nothing
    close: Hook = nothing
