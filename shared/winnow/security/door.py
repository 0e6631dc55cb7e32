"""The door of the HTTP services: a key is asked for before anything is done."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Header, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from winnow.security.keys import Doorkeeper, Principal, Role

KEY: Final = APIKeyHeader(name="X-API-Key", scheme_name="key", auto_error=False)
BEARER: Final = HTTPBearer(scheme_name="bearer", auto_error=False)


def require(*roles: Role) -> Callable[..., Awaitable[Principal]]:
    """A FastAPI dependency: whoever has one of the roles, or 401 or 403.

    `app.state.doorkeeper` knows the keys.
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
        return doorkeeper.admit(roles, _key(key, bearer), x_reviewer)

    return check


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
