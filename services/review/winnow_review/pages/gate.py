"""What signing in needs, made once when the app is."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from winnow.records.audit import AuditLog
from winnow.security.keys import Doorkeeper
from winnow.security.oidc import Provider
from winnow.security.sealing import Seal
from winnow.security.session import Sessions
from winnow_review.desk import Desk
from winnow_review.pages.refusing import Refusals


@dataclass(frozen=True, slots=True)
class Gate:
    """Those who know who may come in; `provider` is None where nobody signs in by OpenID."""

    doorkeeper: Doorkeeper
    sessions: Sessions
    seal: Seal
    audit: AuditLog
    refusals: Refusals
    provider: Provider | None


def open_gate(desk: Desk) -> Gate:
    """By the desk's settings; MisconfiguredError if they cannot work."""
    settings = desk.settings
    seal = Seal(settings)
    return Gate(
        desk.doorkeeper,
        Sessions(settings, desk.doorkeeper, seal),
        seal,
        desk.queue.audit,
        Refusals(desk.queue.audit),
        Provider(settings) if settings.oidc_issuer else None,
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
