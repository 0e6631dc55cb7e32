"""API keys: who is asking, for which tenant, in which roles."""

import hashlib
import hmac
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter
from pydantic import ValidationError as InvalidError

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
    ADJUDICATOR = "adjudicator"
    OPERATOR = "operator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking; `skills` are the recipes they may review, None: all."""

    name: str
    tenant: str
    roles: frozenset[Role]
    skills: frozenset[str] | None = None


class SecuritySettings(Settings):
    """Settings of services that answer HTTP."""

    api_keys: SecretStr = Field(
        default=SecretStr(""),
        description="name:key:tenant:role+role, comma-separated, or a JSON list of objects with "
        "name, key, tenant and roles; empty: open to everybody.",
    )


class Entry(BaseModel):
    """One key as the operator writes it."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    key: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    tenant: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    roles: Annotated[frozenset[Role], Field(min_length=1)]


ENTRIES: Final = TypeAdapter(list[Entry])


class Doorkeeper:
    """Tells principals by their keys; without keys everybody is let in as the default tenant."""

    def __init__(self, settings: SecuritySettings) -> None:
        entries = _entries(settings.api_keys.get_secret_value())
        self._principals = {
            _digest(one.key): Principal(one.name, one.tenant, one.roles) for one in entries
        }
        if not self._principals and settings.host not in LOOPBACK:
            log.warning("open to everybody: set WINNOW_API_KEYS", host=settings.host)

    def known(self, key: str | None) -> Principal | None:
        """Whose key this is, None where no keys are used; ProblemError 401 if it is nobody's."""
        if not self._principals:
            return None
        digest = _digest(key or "")
        found = None
        for known, principal in self._principals.items():
            if hmac.compare_digest(known, digest):  # all are looked at, whichever it is
                found = principal
        if found is None:
            asked = {"WWW-Authenticate": "Bearer"}
            raise ProblemError(401, "unauthenticated", "a known API key is needed", headers=asked)
        return found

    def admit(self, roles: Collection[Role], key: str | None, name: str | None = None) -> Principal:
        """Whoever has the key, if it has one of the roles; ProblemError 401 or 403.

        Where no keys are used, it is who it says, in every role.
        """
        principal = self.known(key)
        if principal is None:
            return Principal(name or "anonymous", "default", frozenset(Role))
        if principal.roles.isdisjoint(roles):
            told = " or ".join(roles)
            raise ProblemError(403, "forbidden", f"this key has not the role {told}")
        return principal


def _entries(text: str) -> list[Entry]:
    try:
        if text.lstrip().startswith("["):
            return ENTRIES.validate_json(text)
        return ENTRIES.validate_python(list(_compact(text)))
    except InvalidError as error:
        # the cause is left out: it would show keys
        told = "; ".join(f"{one['loc']}: {one['msg']}" for one in error.errors(include_input=False))
        raise MisconfiguredError(
            "WINNOW_API_KEYS: an entry is name:key:tenant:role+role with the roles "
            f"{', '.join(Role)}: {told}"
        ) from None


def _compact(text: str) -> Iterator[dict[str, object]]:
    """Entries of name:key:tenant:roles; key:tenant:roles is named after its tenant."""
    for part in filter(None, map(str.strip, text.split(","))):
        values = part.split(":")
        if len(values) == 3:
            values = [values[1], *values]
        names = ("name", "key", "tenant", "roles")
        entry: dict[str, object] = dict(zip(names, values, strict=False))
        if len(values) > len(names):
            entry["extra"] = True  # refused: a key cannot hold a colon
        yield {**entry, "roles": str(entry.get("roles", "")).split("+")}


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
