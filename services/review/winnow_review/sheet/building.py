"""The cells of a recipe's fields, filled from the data and what is known of it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winnow.contracts.evidence import Evidence, Extraction, Scalar
from winnow.contracts.reviews import FieldDecision, ReviewRequested
from winnow.recipes.pointers import field_of, join
from winnow_review.comparing import Place
from winnow_review.sheet.cells import (
    DECIDED,
    Cell,
    Column,
    Group,
    Node,
    Readings,
    Row,
    Rows,
    Standing,
    Table,
)
from winnow_review.sheet.telling import told_bar, told_of

Parts = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the cells of one document are made of; `broken` are messages by top-level field."""

    request: ReviewRequested
    extraction: Extraction
    must_have: frozenset[str]
    decisions: Mapping[Place, FieldDecision]
    owed: frozenset[Place]
    disputed: Mapping[Place, Readings]
    broken: Mapping[str, tuple[str, ...]]


def nodes_of(
    known: Known, schema: dict[str, Any], data: Any, at: Parts = (), *, gone: bool = False
) -> tuple[Node, ...]:
    """The nodes of an object's fields, in the recipe's order; `gone`: its row was taken out."""
    held = data if isinstance(data, dict) else {}
    return tuple(
        _node(known, field, held.get(name), (*at, name), gone=gone)
        for name, field in schema["properties"].items()
    )


def _node(known: Known, schema: dict[str, Any], data: Any, at: Parts, *, gone: bool) -> Node:
    match schema["type"]:
        case "object":
            nodes = nodes_of(known, schema, data, at, gone=gone)
            return Group(join(at), label_of(at[-1]), nodes)
        case "array":
            return _list(known, schema["items"], data if isinstance(data, list) else [], at)
    return _cell(known, schema, data, at, gone=gone, rules=True)


def _list(known: Known, schema: dict[str, Any], data: list[Any], at: Parts) -> Table | Rows:
    pointer, label = join(at), label_of(at[-1])
    place = ("field", pointer)
    asked = {"doubted": pointer in known.request.doubtful, "flagged": place in known.owed}
    columns = _columns(schema)
    if columns is None:
        groups = tuple(_group(known, schema, row, (*at, n)) for n, row in enumerate(data))
        return Rows(pointer, label, groups, **asked)
    rows = tuple(_row(known, columns, row, (*at, n)) for n, row in enumerate(data))
    return Table(pointer, label, columns, rows, told=_broken(known, at), **asked)


def _columns(schema: dict[str, Any]) -> tuple[Column, ...] | None:
    """The columns of a list's rows; None where a row holds lists."""
    found = list(_leaf_columns(schema, ()))
    return None if any(one is None for one in found) else tuple(one for one in found if one)


def _leaf_columns(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[Column | None]:
    match schema["type"]:
        case "object":
            for name, field in schema["properties"].items():
                yield from _leaf_columns(field, (*path, name))
        case "array":
            yield None
        case _:
            yield Column(path, ", ".join(map(label_of, path)) or "Value", schema)


def _row(known: Known, columns: tuple[Column, ...], data: Any, at: Parts) -> Row:
    gone = _is_gone(known, at)
    cells = tuple(
        _cell(known, one.schema, _under(data, one.path), (*at, *one.path), gone=gone)
        for one in columns
    )
    return Row(join(at), int(at[-1]) + 1, cells, gone)


def _group(known: Known, schema: dict[str, Any], data: Any, at: Parts) -> Group:
    gone = _is_gone(known, at)
    nodes = nodes_of(known, schema, data, at, gone=gone) if schema["type"] == "object" else ()
    return Group(join(at), label_of(at[-1]), nodes, row=True, gone=gone)


def _under(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _is_gone(known: Known, at: Parts) -> bool:
    decision = known.decisions.get(("field", join(at)))
    return decision is not None and decision.action == "clear"


def _cell(
    known: Known,
    schema: dict[str, Any],
    value: Scalar,
    at: Parts,
    *,
    gone: bool = False,
    rules: bool = False,
) -> Cell:
    pointer = join(at)
    place = ("field", pointer)
    leaf, decision = known.extraction.leaves.get(pointer), known.decisions.get(place)
    in_dispute = place in known.disputed and place in known.owed
    edited = decision is not None and decision.action != "confirm" and not in_dispute
    evidence = leaf.evidence if leaf and not edited else Evidence()
    confidence = leaf.confidence if leaf and value is not None and not edited else None
    threshold = known.request.thresholds.get(field_of(pointer))
    standing = _standing(known, pointer, value, confidence, gone=gone, in_dispute=in_dispute)
    must_have = pointer in known.must_have
    told = ["two readers disagree"] if in_dispute else [*told_of(leaf, decision)]
    if decision is None:
        named = bool(known.request.thresholds)
        told += told_bar(confidence, threshold, named=named, must_have=must_have)
    return Cell(
        pointer=pointer,
        label=label_of(at[-1]),
        path=path_of(at),
        schema=schema,
        value=value,
        read=leaf.value if leaf else None,
        standing=standing,
        told=(*told, *(_broken(known, at) if rules else ())),
        decision=None if in_dispute else decision,
        confidence=confidence,
        certainty=leaf.confidence if leaf and leaf.value is not None else 0.0,
        threshold=threshold,
        page=evidence.page,
        placed=bool(evidence.boxes) or evidence.start is not None,
        must_have=must_have,
        doubted=pointer in known.request.doubtful or place in known.disputed,
        flagged=place in known.owed,
        gone=gone,
        readings=known.disputed.get(place),
    )


def _standing(
    known: Known,
    pointer: str,
    value: Scalar,
    confidence: float | None,
    *,
    gone: bool,
    in_dispute: bool,
) -> Standing:
    decision = known.decisions.get(("field", pointer))
    if gone:
        return "cleared"
    if in_dispute:
        return "doubtful"
    if decision is not None:
        return DECIDED[decision.action]
    if value is None:
        return "missing"
    thresholds = known.request.thresholds
    if pointer in known.request.doubtful or not thresholds:
        return "doubtful" if pointer in known.request.doubtful else "passes"
    threshold = thresholds.get(field_of(pointer))
    return "doubtful" if threshold is None or (confidence or 0.0) < threshold else "passes"


def _broken(known: Known, at: Parts) -> tuple[str, ...]:
    return tuple(f"breaks the rule: {one}" for one in known.broken.get(str(at[0]), ()))


def label_of(part: str | int) -> str:
    """A field's name as a label; rows count from one."""
    if isinstance(part, int):
        return f"Row {part + 1}"
    text = part.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def path_of(at: Sequence[str | int]) -> str:
    """Where a value stands: Items, row 3, amount."""
    first, *rest = map(label_of, at)
    return ", ".join((first, *(one[:1].lower() + one[1:] for one in rest)))
