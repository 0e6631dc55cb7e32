"""What is wrong with a recipe, and where in it."""

from typing import Any, NamedTuple

from pydantic import ValidationError

Path = tuple[str | int, ...]

TAUGHT = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a key that is known here; remove it or correct its spelling",
}


class Problem(NamedTuple):
    """One fault: the keys and indexes that lead to it, and what to do about it."""

    path: Path
    message: str


def problems_of(error: ValidationError, under: Path = ()) -> list[Problem]:
    """Pydantic's findings in our words."""
    return [
        Problem(
            (*under, *found["loc"]),
            TAUGHT.get(found["type"]) or _told(found["msg"], found["input"]),
        )
        for found in error.errors(include_url=False)
    ]


def _told(message: str, given: Any) -> str:
    shown = repr(given)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    return f"{message[0].lower()}{message[1:]}, not {shown}"
