"""Sessions of people who signed in: a sealed cookie, checked again at each request."""

import secrets
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict
from pydantic import ValidationError as InvalidError

from winnow.errors import MisconfiguredError
from winnow.security.keys import Doorkeeper, anybody
from winnow.security.roles import Principal, Role, whole
from winnow.security.sealing import Seal
from winnow.security.settings import SecuritySettings

COOKIE: Final = "winnow_session"
LARGEST: Final = 3800  # bytes of a cookie, which browsers cut off at 4096 with its name
Way = Literal["key", "oidc", "open"]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in; `csrf` is the token that their forms and scripts must send."""

    who: Principal
    csrf: str


class Statement(BaseModel):
    """What the cookie says: who signed in, by which way, and what that rests on.

    `proof` is the digest of the key or the issuer: when it no longer holds, neither does the
    session. The name, roles and skills of a key are looked up anew and so not kept.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    way: Way
    proof: str
    csrf: str
    name: str = ""
    tenant: str = ""
    roles: frozenset[Role] = frozenset()
    skills: frozenset[str] | None = None


class Sessions:
    """Starts, finds and ends sessions; `app.state.sessions` of services that have pages."""

    def __init__(self, settings: SecuritySettings, doorkeeper: Doorkeeper, seal: Seal) -> None:
        self._doorkeeper = doorkeeper
        self._seal = seal
        self._issuer = settings.oidc_issuer
        self._public_url = _origin(settings.public_url)
        self._seconds = settings.session_hours * 3600

    def start(self, request: Request, response: Response, way: Way, proof: str, **who: Any) -> None:
        """Give the browser a new session; ValueError if it does not fit a cookie."""
        token = secrets.token_urlsafe(32)
        statement = Statement(way=way, proof=proof, csrf=token, **who)
        sealed = self._seal.close("session", statement.model_dump(mode="json"), self._seconds)
        if len(sealed) > LARGEST:
            raise ValueError(f"{len(sealed)} bytes of roles and skills do not fit a cookie")
        self.keep(request, response, COOKIE, sealed, self._seconds)

    def find(self, request: Request) -> Session | None:
        """Whose session the request belongs to, if it still holds."""
        found = self._seal.open("session", self.kept(request, COOKIE))
        if found is None:
            return None
        try:
            statement = Statement.model_validate(found)
        except InvalidError:  # sealed by another version of ours
            return None
        who = self._who(statement)
        return Session(who, statement.csrf) if who else None

    def _who(self, told: Statement) -> Principal | None:
        """Who it is by what holds now: a key that was taken away ends its sessions."""
        if told.way == "key":
            return self._doorkeeper.holder(told.proof)
        if told.way == "open":
            return anybody(told.name) if self._doorkeeper.open else None
        if not self._issuer or told.proof != self._issuer:
            return None
        return Principal(told.name, told.tenant, whole(told.roles), told.skills)

    def end(self, request: Request, response: Response) -> None:
        """Take the session's cookie from the browser."""
        self.drop(request, response, COOKIE)

    def keep(
        self, request: Request, response: Response, name: str, value: str, seconds: float
    ) -> None:
        """Leave a cookie that no script reads and that other sites' forms do not bring."""
        response.set_cookie(
            self._name(request, name),
            value,
            max_age=int(seconds),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.is_secure(request),
        )

    def kept(self, request: Request, name: str) -> str | None:
        """A cookie of ours."""
        return request.cookies.get(self._name(request, name))

    def drop(self, request: Request, response: Response, name: str) -> None:
        """Take a cookie of ours from the browser."""
        secure = self.is_secure(request)
        response.delete_cookie(
            self._name(request, name), path="/", httponly=True, samesite="lax", secure=secure
        )

    def is_secure(self, request: Request) -> bool:
        """Whether the browser came over TLS, which a proxy may end."""
        return self.address(request).startswith("https:")

    def address(self, request: Request) -> str:
        """Where browsers reach us, without a slash at its end."""
        return self._public_url or str(request.base_url).rstrip("/")

    def _name(self, request: Request, name: str) -> str:
        """`__Host-` binds a cookie to this host and to TLS (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-{name}" if self.is_secure(request) else name


def _origin(address: str) -> str:
    """The address of the settings; MisconfiguredError if it is none or has a path."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path > "/"):
        raise MisconfiguredError(
            f"WINNOW_PUBLIC_URL must be like https://desk.example, without a path, not {address!r}"
        )
    return address.rstrip("/")
