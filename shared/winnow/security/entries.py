"""API keys as the operator writes them. Pure."""

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic import ValidationError as InvalidError

from winnow.errors import MisconfiguredError
from winnow.security.roles import Principal, Role, whole

TENANT: Final = r"^[a-z0-9][a-z0-9_-]{0,62}$"
SKILL: Final = r"^[a-z][a-z0-9_]{0,62}$"  # the id of a recipe
NAMES: Final = ("name", "key", "tenant", "roles", "skills")


class Entry(BaseModel):
    """One key; `skills` are the recipes that it may review, absent: all."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    key: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    tenant: Annotated[str, StringConstraints(pattern=TENANT)]
    roles: Annotated[frozenset[Role], Field(min_length=1)]
    skills: frozenset[Annotated[str, StringConstraints(pattern=SKILL)]] | None = None

    def principal(self) -> Principal:
        """Whose key it is."""
        return Principal(self.name, self.tenant, whole(self.roles), self.skills)


ENTRIES: Final = TypeAdapter(list[Entry])


def parse(text: str) -> list[Entry]:
    """The entries of WINNOW_API_KEYS; MisconfiguredError, which shows no key, if one is faulty."""
    try:
        if text.lstrip().startswith("["):
            return ENTRIES.validate_json(text)
        return ENTRIES.validate_python(list(_compact(text)))
    except InvalidError as error:
        # the cause is left out: it would show keys
        told = "; ".join(f"{one['loc']}: {one['msg']}" for one in error.errors(include_input=False))
        raise MisconfiguredError(
            "WINNOW_API_KEYS: an entry is name:key:tenant:role+role or "
            "name:key:tenant:role+role:skill+skill with the roles "
            f"{', '.join(Role)} and recipes as skills: {told}"
        ) from None


def _compact(text: str) -> Iterator[dict[str, object]]:
    """Entries of name:key:tenant:roles[:skills]; key:tenant:roles is named after its tenant."""
    for part in filter(None, map(str.strip, text.split(","))):
        values = part.split(":")
        if len(values) == 3:
            values = [values[1], *values]
        entry: dict[str, object] = dict(zip(NAMES, values, strict=False))
        if len(values) > len(NAMES):
            entry["extra"] = True  # refused: a key cannot hold a colon
        entry["roles"] = str(entry.get("roles", "")).split("+")
        if "skills" in entry:
            entry["skills"] = str(entry["skills"]).split("+")
        yield entry
