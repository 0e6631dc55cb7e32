"""What signing in needs, made once when the app is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from winnow.records.audit import AuditLog
from winnow.security.keys import Doorkeeper
from winnow.security.oidc import Provider
from winnow.security.sealing import Seal
from winnow.security.session import Sessions
from winnow.security.settings import SecuritySettings
from winnow.web.pages.refusing import Refusals

Render = Callable[..., HTMLResponse]  # (request, template, who, *, status=200, **context)


@dataclass(frozen=True, slots=True)
class Gate:
    """Those who know who may come in; `provider` is None where nobody signs in by OpenID.

    `render` makes the service's pages, of which there are a `sign_in.html` and a `problem.html`.
    """

    doorkeeper: Doorkeeper
    sessions: Sessions
    seal: Seal
    audit: AuditLog
    refusals: Refusals
    provider: Provider | None
    render: Render


def open_gate(
    settings: SecuritySettings, doorkeeper: Doorkeeper, audit: AuditLog, render: Render
) -> Gate:
    """By the settings; MisconfiguredError if they cannot work."""
    seal = Seal(settings)
    return Gate(
        doorkeeper,
        Sessions(settings, doorkeeper, seal),
        seal,
        audit,
        Refusals(audit),
        Provider(settings) if settings.oidc_issuer else None,
        render,
    )


async def gate_of(request: Request) -> Gate:
    """The gate of the app that the request came to."""
    gate: Gate = request.app.state.gate
    return gate


OurGate = Annotated[Gate, Depends(gate_of)]


def local(path: str) -> str:
    """A path of ours, or / for what browsers may take as another site's address."""
    strange = "\\" in path or any(ord(one) <= 32 or ord(one) == 127 for one in path)
    if strange or not path.startswith("/") or path.startswith("//") or urlsplit(path).netloc:
        return "/"
    return path


def address_of(request: Request) -> str | None:
    """Where the browser is, or the proxy before us."""
    return request.client.host if request.client else None
