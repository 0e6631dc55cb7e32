"""/sign-in and /sign-out: by API key, or by name where everybody is let in."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from winnow.records.audit import Entry
from winnow.security import csrf
from winnow.security.claims import is_name
from winnow.security.door import session_of
from winnow.security.keys import anybody, digest_of
from winnow.web.pages.gate import Gate, OurGate, address_of, local
from winnow.web.problems import ProblemError

router = APIRouter(include_in_schema=False)
COOKIE = "winnow_sign_in"
PATIENCE = 3600.0  # seconds that the form may lie open


@router.get("/sign-in")
async def ask(request: Request, gate: OurGate, next: str = "/") -> Response:  # noqa: A002
    """The form."""
    return _form(request, gate, local(next))


@router.post("/sign-in")
async def sign_in(
    request: Request,
    gate: OurGate,
    key: Annotated[str, Form(max_length=1000)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Begin a session; a key that is nobody's gets the form again, with 401."""
    to = local(next)
    token = _token(request, gate)
    if token is None:
        return _form(request, gate, to, "The form has lain open for too long; try again.", 401)
    await csrf.check(request, token, gate.sessions.address(request))
    answer = RedirectResponse(to, status_code=303)
    gate.sessions.drop(request, answer, COOKIE)
    if gate.doorkeeper.open:
        return await _by_name(request, gate, answer, name.strip(), to)
    digest = digest_of(key.strip())
    who = gate.doorkeeper.holder(digest)
    if who is None:
        await gate.refusals.add("unknown key", address_of(request))
        return _form(request, gate, to, "This key is not known.", 401)
    gate.sessions.start(request, answer, "key", digest)
    await gate.audit.add(None, Entry(who.tenant, who.name, "signed_in", None, "key"))
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, gate: OurGate) -> Response:
    """End the session in this browser."""
    session = await session_of(request)
    answer = RedirectResponse("/sign-in", status_code=303)
    gate.sessions.end(request, answer)
    if session is not None:
        who = session.who
        await gate.audit.add(None, Entry(who.tenant, who.name, "signed_out"))
    return answer


async def _by_name(request: Request, gate: Gate, answer: Response, name: str, to: str) -> Response:
    if not is_name(name):
        return _form(request, gate, to, "Say who you are.", 422)
    try:
        gate.sessions.start(request, answer, "open", "", name=name)
    except ValueError as error:
        raise ProblemError(422, "name_invalid", str(error)) from error
    who = anybody(name)
    await gate.audit.add(None, Entry(who.tenant, who.name, "signed_in", None, "name"))
    return answer


def _form(request: Request, gate: Gate, to: str, error: str = "", status: int = 200) -> Response:
    """The form with a token of its own, so that nobody signs others in as somebody else."""
    token = _token(request, gate) or secrets.token_urlsafe(32)
    answer = gate.render(
        request,
        "sign_in.html",
        None,
        status=status,
        csrf_token=token,
        error=error,
        to=to,
        open=gate.doorkeeper.open,
        keys=gate.doorkeeper.has_keys,
        provider=gate.provider is not None,
    )
    sealed = gate.seal.close("sign-in", {"csrf": token}, PATIENCE)
    gate.sessions.keep(request, answer, COOKIE, sealed, PATIENCE)
    return answer


def _token(request: Request, gate: Gate) -> str | None:
    """The token of the forms that this browser has open."""
    kept = gate.seal.open("sign-in", gate.sessions.kept(request, COOKIE))
    return str(kept["csrf"]) if kept else None
