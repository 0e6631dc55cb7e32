"""API keys: who is asking, for which tenant, in which roles."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter
from pydantic import ValidationError as InvalidError

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.observability.logs import get_logger

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
        self._known = {
            _digest(one.key): Principal(one.name, one.tenant, one.roles) for one in entries
        }
        if not self._known and settings.host not in LOOPBACK:
            log.warning("open to everybody: set WINNOW_API_KEYS", host=settings.host)

    @property
    def open(self) -> bool:
        """Whether no key is needed."""
        return not self._known

    def principal(self, key: str | None) -> Principal | None:
        """Whose key this is; every known key is compared, whichever it is."""
        digest = _digest(key or "")
        found = None
        for known, principal in self._known.items():
            if hmac.compare_digest(known, digest):
                found = principal
        return found


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
        if len(values) == 3:  # noqa: PLR2004  (without a name)
            values = [values[1], *values]
        names = ("name", "key", "tenant", "roles")
        entry: dict[str, object] = dict(zip(names, values, strict=False))
        if len(values) > len(names):
            entry["extra"] = True  # refused: a key cannot hold a colon
        yield {**entry, "roles": str(entry.get("roles", "")).split("+")}


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
