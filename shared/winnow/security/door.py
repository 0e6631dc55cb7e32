"""The door of the HTTP services: a key or a session is asked for before anything is done."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Header, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from winnow.security import csrf
from winnow.security.keys import Doorkeeper, Principal, Role, passing
from winnow.security.session import Session, Sessions

KEY: Final = APIKeyHeader(name="X-API-Key", scheme_name="key", auto_error=False)
BEARER: Final = HTTPBearer(scheme_name="bearer", auto_error=False)


def require(*roles: Role) -> Callable[..., Awaitable[Principal]]:
    """A FastAPI dependency: whoever has one of the roles, or 401 or 403.

    `app.state.doorkeeper` knows the keys. Where `app.state.sessions` is there too, the cookie of
    who signed in will do without a key; a write then needs the session's CSRF token.
    """

    async def check(
        request: Request,
        key: Annotated[str | None, Security(KEY)] = None,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
        x_reviewer: Annotated[
            str | None,
            Header(max_length=200, description="Your name, where no keys are used."),
        ] = None,
    ) -> Principal:
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        given = _key(key, bearer)
        session = await session_of(request) if given is None else None
        if session is not None:
            return passing(roles, session.who)
        return doorkeeper.admit(roles, given, x_reviewer)

    return check


async def session_of(request: Request) -> Session | None:
    """The session that the request belongs to; ProblemError 403 `csrf` if another site made it.

    Where everybody is let in there may be none, and yet other sites must not write here.
    """
    sessions: Sessions | None = getattr(request.app.state, "sessions", None)
    if sessions is None:
        return None
    found = sessions.find(request)
    if found is None:
        csrf.check_origin(request, sessions.address(request))
    else:
        await csrf.check(request, found.csrf, sessions.address(request))
    request.state.session = found
    return found


class KnownFirst(APIRoute):
    """A route that asks for a key before it reads the body, which may be large."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def ask_then_handle(request: Request) -> Response:
            doorkeeper: Doorkeeper = request.app.state.doorkeeper
            doorkeeper.known(_key(await KEY(request), await BEARER(request)))
            return await handle(request)

        return ask_then_handle


def _key(key: str | None, bearer: HTTPAuthorizationCredentials | None) -> str | None:
    return key or (bearer.credentials if bearer else None)
