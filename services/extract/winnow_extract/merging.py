"""The answers for a document's windows made one. Pure."""

from typing import Any

from winnow.recipes.pointers import join, leaves

Answer = tuple[dict[str, Any], dict[str, float]]  # data, probability by JSON Pointer


def merge(answers: list[Answer]) -> Answer:
    """Scalars: the surest value that is not null. Lists: the rows of all windows in order.

    A row that stands twice in a row at a seam (last of one window, first of the next) counts once.
    """
    merged: dict[str, Any] = {}
    probabilities: dict[str, float] = {}
    for data, given in answers:
        _merge_object(merged, data, probabilities, given, "")
    return merged, probabilities


def _merge_object(
    into: dict[str, Any],
    data: dict[str, Any],
    sure: dict[str, float],
    given: dict[str, float],
    at: str,
) -> None:
    for name, value in data.items():
        pointer = at + join((name,))
        match value, into.get(name):
            case dict(), dict() as known:
                _merge_object(known, value, sure, given, pointer)
            case list(), list() as known:
                _append_rows(known, value, sure, given, pointer)
            case _, known if name not in into or _better(value, known, pointer, sure, given):
                into[name] = value
                _take(sure, given, pointer)


def _better(
    value: Any, known: Any, pointer: str, sure: dict[str, float], given: dict[str, float]
) -> bool:
    if value is None or known is None:
        return value is not None
    return given.get(pointer, 0.0) > sure.get(pointer, 0.0)


def _append_rows(
    known: list[Any],
    rows: list[Any],
    sure: dict[str, float],
    given: dict[str, float],
    pointer: str,
) -> None:
    skip = 1 if known and rows and known[-1] == rows[0] else 0
    for index, row in enumerate(rows[skip:], start=skip):
        target = f"{pointer}/{len(known)}"
        for inner in leaves(row) if isinstance(row, dict | list) else {"": row}:
            if (chance := given.get(f"{pointer}/{index}{inner}")) is not None:
                sure[f"{target}{inner}"] = chance
        known.append(row)


def _take(sure: dict[str, float], given: dict[str, float], pointer: str) -> None:
    for name in [key for key in sure if key == pointer or key.startswith(f"{pointer}/")]:
        del sure[name]
    sure.update(
        {
            key: chance
            for key, chance in given.items()
            if key == pointer or key.startswith(f"{pointer}/")
        }
    )
