"""API keys: who is asking, for which tenant, in which roles."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from fastapi import Header
from pydantic import Field, SecretStr

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.observability.logs import get_logger
from winnow.web.problems import ProblemError

log = get_logger(__name__)
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class Role(StrEnum):
    """What a key allows."""

    SUBMITTER = "submitter"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking."""

    name: str
    tenant: str
    roles: frozenset[Role]


class SecuritySettings(Settings):
    """Settings of services that answer HTTP."""

    api_keys: SecretStr = Field(
        default=SecretStr(""),
        description="name:key:tenant:role+role, comma-separated; empty: open to everybody.",
    )


class Doorkeeper:
    """Tells principals by their keys; without keys everybody is let in as the default tenant."""

    def __init__(self, settings: SecuritySettings) -> None:
        self._known = dict(_parsed(settings.api_keys.get_secret_value()))
        if not self._known and settings.host not in LOOPBACK:
            log.warning("open to everybody: set WINNOW_API_KEYS", host=settings.host)

    def requires(self, role: Role) -> Callable[..., Principal]:
        """A FastAPI dependency: the principal, or 401 or 403."""

        def check(
            x_api_key: Annotated[str | None, Header()] = None,
            authorization: Annotated[str | None, Header()] = None,
            x_reviewer: Annotated[
                str | None, Header(max_length=200, description="Your name, where no keys are used.")
            ] = None,
        ) -> Principal:
            if not self._known:
                return Principal(x_reviewer or "anonymous", "default", frozenset(Role))
            principal = self._principal(x_api_key or _bearer(authorization))
            if principal is None:
                raise ProblemError(401, "unauthenticated", "a known API key is needed")
            if role not in principal.roles:
                raise ProblemError(403, "forbidden", f"this key has not the role {role}")
            return principal

        return check

    def _principal(self, key: str | None) -> Principal | None:
        digest = _digest(key or "")
        found = None
        for known, principal in self._known.items():
            if hmac.compare_digest(known, digest):  # all are looked at, whichever it is
                found = principal
        return found


def _parsed(text: str) -> Sequence[tuple[bytes, Principal]]:
    return [_entry(part.strip()) for part in text.split(",") if part.strip()]


def _entry(text: str) -> tuple[bytes, Principal]:
    try:
        name, key, tenant, roles = text.split(":")
        return _digest(key), Principal(name, tenant, frozenset(map(Role, roles.split("+"))))
    except ValueError as error:
        raise MisconfiguredError(
            "WINNOW_API_KEYS: an entry is name:key:tenant:role+role with the roles "
            f"{', '.join(Role)}"
        ) from error


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _bearer(header: str | None) -> str | None:
    scheme, _, key = (header or "").partition(" ")
    return key if scheme.lower() == "bearer" else None
