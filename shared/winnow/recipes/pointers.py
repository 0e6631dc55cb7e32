"""JSON Pointers (RFC 6901) into extracted data."""

from collections.abc import Iterable, Iterator
from typing import Any

Scalar = str | int | float | bool | None


def join(parts: Iterable[str | int]) -> str:
    """The pointer of these keys and indexes."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def split(pointer: str) -> list[str]:
    """The keys and indexes of a pointer, unescaped. Raises LookupError if it is none."""
    if pointer and not pointer.startswith("/"):
        raise LookupError(f"{pointer!r} is no JSON Pointer: it must start with /")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def leaves(data: Any) -> dict[str, Scalar]:
    """Every scalar of `data` by its pointer, in order; empty lists and objects have none."""
    found: dict[str, Scalar] = {}
    _collect(data, (), found)
    return found


def _collect(data: Any, at: tuple[str | int, ...], found: dict[str, Scalar]) -> None:
    if isinstance(data, dict):
        for name, value in data.items():
            _collect(value, (*at, name), found)
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            _collect(value, (*at, index), found)
    else:
        found[join(at)] = data


def field_of(pointer: str) -> str:
    """The field a leaf belongs to: its pointer with every row number as `*`, /items/*/amount."""
    return join("*" if part.isdigit() else part for part in split(pointer))


def enclosing(pointer: str) -> Iterator[str]:
    """The pointers of all that a place lies in, the nearest first; the whole is not among them."""
    while pointer := pointer.rpartition("/")[0]:
        yield pointer


def value_at(data: Any, pointer: str) -> Any:
    """What the pointer leads to. Raises LookupError if it leads nowhere."""
    for part in split(pointer):
        data = data[_index(part, data)] if isinstance(data, list | tuple) else _member(data, part)
    return data


def set_leaf(data: Any, pointer: str, value: Scalar) -> Any:
    """A copy of `data` with one leaf changed; what the path shares with the old stays shared.

    A key that is missing is added; an index one past the end appends a row. Raises LookupError
    where the path runs through a scalar or past the end of a list.
    """
    return _placed(data, split(pointer), value)


def _placed(data: Any, parts: list[str], value: Scalar) -> Any:
    if not parts:
        return value
    head, rest = parts[0], parts[1:]
    if isinstance(data, list | tuple):
        rows = list(data)
        at = _index(head, rows, appending=True)
        rows[at : at + 1] = [_placed(rows[at] if at < len(rows) else {}, rest, value)]
        return rows
    if data is None or isinstance(data, dict):
        known = data or {}
        return {**known, head: _placed(known.get(head, {}), rest, value)}
    raise LookupError(f"{head!r} cannot be set inside the scalar {data!r}")


def _index(part: str, rows: list[Any] | tuple[Any, ...], *, appending: bool = False) -> int:
    if not (part.isascii() and part.isdigit()) or int(part) >= len(rows) + appending:
        raise LookupError(f"there is no row {part!r}: the list has {len(rows)}")
    return int(part)


def _member(data: Any, part: str) -> Any:
    if not isinstance(data, dict) or part not in data:
        raise LookupError(f"there is no {part!r}")
    return data[part]


def lacking(data: Any, must_have: Iterable[str]) -> tuple[str, ...]:
    """Those of the `must_have` pointers that are absent, null, blank or an empty list in `data`."""
    return tuple(pointer for pointer in must_have if not _has(data, pointer))


def _has(data: Any, pointer: str) -> bool:
    try:
        value = value_at(data, pointer)
    except LookupError:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], (), {})
