"""Whether an extraction holds all that the document shows, and what is missing if not. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from winnow.contracts.evidence import Completeness
from winnow.recipes.pointers import leaves, split, value_at
from winnow_extract.collecting import Rows
from winnow_extract.windows import Window

ROOM = 500  # characters of what failed


def completeness(
    windows: Sequence[Window], unread: int, rows: Rows, failures: Sequence[str]
) -> Completeness:
    """Complete if everything was read, and every list has the rows that the layout shows."""
    missing = [
        f"{field.name}: {len(rows.placed(field))} of about {rows.count(field).expected} rows"
        for field in rows.fields
        if rows.missing(field)
    ]
    counted = {field.name for field in rows.fields if rows.count(field).certain}
    missing += [
        f"{name}: an answer had as many as it may, there may be more"
        for name in sorted(rows.full - counted)
    ]
    if unread:
        missing.append(f"{unread} of {len(windows)} parts were not read")
    if failures:
        missing.append("; ".join(failures)[:ROOM])
    if not windows:
        missing.append("the document has no text to read")
    return Completeness(complete=not missing, reason="; ".join(missing) or None)


def rows_complete(rows: Rows) -> dict[str, bool]:
    """Whether each list whose rows the layout tells has them all, by the list's pointer."""
    return {
        field.pointer: not rows.missing(field) for field in rows.fields if rows.count(field).certain
    }


def list_signals(
    pointer: str, data: Mapping[str, Any], complete: Mapping[str, bool]
) -> tuple[bool | None, float | None]:
    """`rows_complete` and `row_full` of a leaf; None for what is in no list."""
    parts = split(pointer)
    at = next((at for at, part in enumerate(parts) if part.isdigit()), None)
    if at is None:
        return None, None
    row = value_at(data, "".join(f"/{part}" for part in pointer.split("/")[1 : at + 2]))
    values = list(leaves(row).values()) if isinstance(row, dict | list) else [row]
    full = sum(value is not None for value in values) / len(values) if values else None
    return complete.get("/" + "/".join(pointer.split("/")[1 : at + 1])), full
