"""Of a decision or an opinion only what figures are made of. Pure.

Thousands are read for one answer, all of them checked when they were written: so they are taken
from plain JSON.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import from_json

from winnow.contracts.evidence import Scalar
from winnow.recipes.equality import folded
from winnow.recipes.pointers import field_of


class Decided(NamedTuple):
    """A value that was confirmed, corrected or cleared."""

    part: str
    field: str
    action: str
    reason: str | None
    seconds: float | None


class Twice(NamedTuple):
    """A value that two people read, as categories."""

    part: str
    field: str
    first: Hashable
    second: Hashable


class Digest(NamedTuple):
    """A reading of a document; `recipe` is None where it was found to be of another type.

    `changed` of `decided` values its writer corrected or cleared, in `seconds` (None: not
    measured); what an adjudicator took over from others is not the adjudicator's.
    """

    recipe: str | None
    fields: tuple[Decided, ...]
    against: str | None
    compared: tuple[Twice, ...]
    changed: int
    decided: int
    seconds: float | None


def digest_of(event: str) -> Digest:
    """A ReviewDecided or a ReviewChanged (`opinion`) in short."""
    told: dict[str, Any] = from_json(event)
    own = [one for one in told["fields"] if one.get("reviewer") in (None, told["reviewer"])]
    seconds = [one["seconds"] for one in own if one.get("seconds") is not None]
    return Digest(
        recipe=told.get("recipe") if told.get("outcome") != "reclassified" else None,
        fields=tuple(map(_decided, told["fields"])),
        against=told.get("against"),
        compared=tuple(map(_twice, told.get("compared", ()))),
        changed=sum(one["action"] != "confirm" for one in own),
        decided=len(own),
        seconds=sum(seconds) if seconds else None,
    )


def _decided(one: dict[str, Any]) -> Decided:
    part = one.get("part", "field")
    return Decided(
        part,
        place(part, one["pointer"]),
        one["action"],
        one.get("reason"),
        one.get("seconds"),
    )


def _twice(one: dict[str, Any]) -> Twice:
    part, first = one.get("part", "field"), category(one["first"])
    second = first if one["same"] else category(one["second"])
    return Twice(part, place(part, one["pointer"]), first, second)


@lru_cache(maxsize=20_000)
def place(part: str, pointer: str) -> str:
    """The field a value belongs to; sentences of a summary are one field."""
    return field_of(pointer) if part == "field" else part


def category(value: Scalar) -> Hashable:
    """What makes two values of different documents the same: as `winnow.recipes.equality` has it.

    Numbers are rounded to the cent; null is a value like any other.
    """
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, bool) or value is None:
        return ("is", value)
    return round(float(value), 2)
