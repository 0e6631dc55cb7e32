"""Who somebody is to us, by the claims of an identity provider. Pure."""

import re
from dataclasses import dataclass
from typing import Any, Final

from winnow.security.entries import SKILL, TENANT
from winnow.security.roles import Role
from winnow.security.settings import SecuritySettings
from winnow.web.problems import ProblemError

NAME: Final = 200  # characters at most


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the provider vouches for."""

    name: str
    tenant: str
    roles: frozenset[Role]
    skills: frozenset[str] | None


def person_of(claims: dict[str, Any], settings: SecuritySettings) -> Person:
    """The person; ProblemError 403 `sign_in_refused` if they have no name, tenant or role here."""
    roles = _listed(_at(claims, settings.oidc_roles_claim)) or []
    known = frozenset(Role(one) for one in roles if one in set(Role))
    if not known:
        raise _refused(f"your {settings.oidc_roles_claim} name no role of Winnow")
    return Person(
        _name(claims, settings.oidc_name_claim),
        _tenant(claims, settings.oidc_tenant_claim),
        known,
        _skills(claims, settings.oidc_skills_claim),
    )


def is_name(name: str) -> bool:
    """Whether a name can be shown and stored: no control characters, no half surrogate pairs."""
    return 0 < len(name) <= NAME and name.isprintable()


def _name(claims: dict[str, Any], claim: str) -> str:
    name = _at(claims, claim)
    if not isinstance(name, str) or not is_name(name.strip()):
        raise _refused(f"the claim {claim} does not name you")
    if claim == "email" and claims.get("email_verified") is not True:
        raise _refused("your address is not verified")  # else anybody could take another's name
    return name.strip()


def _tenant(claims: dict[str, Any], claim: str) -> str:
    if not claim:
        return "default"
    tenant = _at(claims, claim)
    if not isinstance(tenant, str) or not re.fullmatch(TENANT, tenant):
        raise _refused(f"the claim {claim} names no tenant")
    return tenant


def _skills(claims: dict[str, Any], claim: str) -> frozenset[str] | None:
    """Recipes; a claim that is there and cannot be read allows none, not all."""
    found = _at(claims, claim) if claim else None
    if found is None:
        return None
    return frozenset(one for one in _listed(found) or [] if re.fullmatch(SKILL, one))


def _at(claims: dict[str, Any], path: str) -> Any:
    """A claim by its name, which may hold dots, or by the names on the way to it."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _listed(value: Any) -> list[str] | None:
    """A list of strings, which some providers write as words of one string."""
    if isinstance(value, str):
        return value.split()
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return None


def _refused(why: str) -> ProblemError:
    return ProblemError(403, "sign_in_refused", why)
