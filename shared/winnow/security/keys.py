"""API keys: who is asking, for which tenant, in which roles."""

import hashlib
import hmac
from collections.abc import Collection
from typing import Final

from winnow.observability.logs import get_logger
from winnow.security.entries import parse
from winnow.security.roles import Principal, Role
from winnow.security.settings import SecuritySettings
from winnow.web.problems import ProblemError

__all__ = ["Doorkeeper", "Principal", "Role", "SecuritySettings", "digest_of"]
log = get_logger(__name__)
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class Doorkeeper:
    """Tells principals by their keys.

    Where there are neither keys nor people who sign in, everybody is let in as the default tenant.
    """

    def __init__(self, settings: SecuritySettings) -> None:
        entries = parse(settings.api_keys.get_secret_value())
        self._principals = {digest_of(one.key): one.principal() for one in entries}
        self.has_keys = bool(self._principals)
        self.open = not self._principals and not settings.oidc_issuer
        if self.open and settings.host not in LOOPBACK:
            log.warning("open to everybody: set WINNOW_API_KEYS", host=settings.host)

    def known(self, key: str | None) -> Principal | None:
        """Whose key this is, None where no keys are used; ProblemError 401 if it is nobody's."""
        if self.open:
            return None
        found = self.holder(digest_of(key or ""))
        if found is None:
            asked = {"WWW-Authenticate": "Bearer"}
            raise ProblemError(401, "unauthenticated", "a known API key is needed", headers=asked)
        return found

    def holder(self, digest: str) -> Principal | None:
        """Whose key has this digest, if it is still a key."""
        found = None
        for known, principal in self._principals.items():
            if hmac.compare_digest(known, digest):  # all are looked at, whichever it is
                found = principal
        return found

    def admit(self, roles: Collection[Role], key: str | None, name: str | None = None) -> Principal:
        """Whoever has the key, if it has one of the roles; ProblemError 401 or 403.

        Where everybody is let in, it is who it says, in every role.
        """
        principal = self.known(key)
        return passing(roles, anybody(name) if principal is None else principal)


def anybody(name: str | None) -> Principal:
    """Whoever comes where everybody is let in."""
    return Principal(name or "anonymous", "default", frozenset(Role))


def passing(roles: Collection[Role], who: Principal) -> Principal:
    """Who it is, if they have one of the roles; ProblemError 403 `forbidden`."""
    if who.roles.isdisjoint(roles):
        told = " or ".join(roles)
        raise ProblemError(403, "forbidden", f"{who.name} has not the role {told}")
    return who


def digest_of(key: str) -> str:
    """What is kept of a key: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
