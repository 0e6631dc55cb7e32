"""Who is asking, and in which roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What somebody may do; a role may bring others (`whole`)."""

    SUBMITTER = "submitter"
    REVIEWER = "reviewer"
    ADJUDICATOR = "adjudicator"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ASKER = "asker"


IMPLIED: Final = MappingProxyType({Role.ADJUDICATOR: frozenset({Role.REVIEWER})})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking; `skills` are the recipes they may review, None: all."""

    name: str
    tenant: str
    roles: frozenset[Role]
    skills: frozenset[str] | None = None


def whole(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles with those that they bring: an adjudicator may do what a reviewer may."""
    given = frozenset(roles)
    return given.union(*(IMPLIED.get(role, frozenset()) for role in given))
