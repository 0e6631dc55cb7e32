"""/sign-in/oidc: to the OpenID Connect provider and back."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from winnow.records.audit import Entry
from winnow.security.claims import Person
from winnow.security.oidc import Pending, Provider, refused
from winnow.web.pages.gate import Gate, OurGate, address_of, local
from winnow.web.problems import ProblemError

router = APIRouter(prefix="/sign-in/oidc", include_in_schema=False)
COOKIE: Final = "winnow_oidc"
PATIENCE: Final = 600.0  # seconds that one may spend at the provider


@router.get("")
async def leave(request: Request, gate: OurGate, next: str = "/") -> Response:  # noqa: A002
    """Go to the provider; what was asked for waits in a sealed cookie."""
    pending = Pending.new()
    to = await _provider(gate).leave(pending, _back(request, gate))
    answer = RedirectResponse(to, status_code=303)
    kept = {**pending.kept(), "next": local(next)}
    sealed = gate.seal.close("oidc", kept, PATIENCE)
    gate.sessions.keep(request, answer, COOKIE, sealed, PATIENCE)
    return answer


@router.get("/callback")
async def arrive(request: Request, gate: OurGate) -> Response:
    """Come back from it; ProblemError 401 or 403 `sign_in_refused` if the answer is not good."""
    kept = gate.seal.open("oidc", gate.sessions.kept(request, COOKIE))
    try:
        person = await _person(request, gate, kept)
        answer = _begun(request, gate, person, local(str(kept["next"])) if kept else "/")
    except ProblemError as error:
        await gate.refusals.add(error.detail, address_of(request))
        raise
    await gate.audit.add(None, Entry(person.tenant, person.name, "signed_in", None, "oidc"))
    return answer


async def _person(request: Request, gate: Gate, kept: dict[str, Any] | None) -> Person:
    if kept is None:
        raise refused("no sign-in was begun in this browser, or it took too long; begin anew")
    answer = dict(request.query_params)
    return await _provider(gate).arrive(Pending.of(kept), answer, _back(request, gate))


def _begun(request: Request, gate: Gate, person: Person, to: str) -> Response:
    """The session, and the way on; the state is used up."""
    answer = RedirectResponse(to, status_code=303)
    gate.sessions.drop(request, answer, COOKIE)
    try:
        gate.sessions.start(
            request,
            answer,
            "oidc",
            _provider(gate).issuer,
            name=person.name,
            tenant=person.tenant,
            roles=person.roles,
            skills=person.skills,
        )
    except ValueError as error:
        raise ProblemError(403, "sign_in_refused", str(error)) from error
    return answer


def _provider(gate: Gate) -> Provider:
    if gate.provider is None:
        raise ProblemError(404, "no_provider", "nobody signs in by OpenID Connect here")
    return gate.provider


def _back(request: Request, gate: Gate) -> str:
    return f"{gate.sessions.address(request)}/sign-in/oidc/callback"
