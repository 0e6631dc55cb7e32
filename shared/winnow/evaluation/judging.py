"""An extraction held against what the document really says. Pure."""

from dataclasses import dataclass
from typing import Any

from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Extraction, Leaf, Scalar
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.matching import match_items, match_rows
from winnow.recipes.equality import same
from winnow.recipes.pointers import field_of, join, leaves
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Missed:
    """A true value that no returned one was held against: of a row, or document, not returned."""

    field: str
    gold: Scalar


@dataclass(frozen=True, slots=True)
class Compared:
    """Returned leaves by pointer with the value each should have; and what is missing entirely.

    `extra` are the leaves of rows that the document does not have.
    """

    pairs: dict[str, Scalar]
    extra: frozenset[str]
    missed: tuple[Missed, ...]


def judge(
    recipe: Recipe, labelled: Labelled, extraction: Extraction, model: str
) -> tuple[Judged, ...]:
    """Every leaf of a labelled field, right or wrong; see `compare` for rows of lists.

    A null is right where the gold is null, and only there. The leaves of a returned row that
    is not in the gold are wrong, with null as their gold.
    """
    compared = compare(labelled.gold, extraction.data)
    made = []
    for pointer, gold in compared.pairs.items():
        leaf = extraction.leaves.get(pointer)
        if leaf is None:
            continue
        made.append(
            Judged(
                document=labelled.id,
                group=labelled.group,
                pointer=pointer,
                field=field_of(pointer),
                value=leaf.value,
                gold=gold,
                right=pointer not in compared.extra and same(leaf.value, gold),
                raw=_raw(leaf),
                signals=leaf.signals,
                model=model,
                recipe=recipe.id,
            )
        )
    return tuple(made)


def missed(labelled: Labelled, extraction: Extraction | None) -> tuple[Missed, ...]:
    """The true values that nothing was returned for: all of them where there is no extraction."""
    return compare(labelled.gold, extraction.data if extraction else {}).missed


def compare(gold: dict[str, Any], data: dict[str, Any]) -> Compared:
    """Pair what was returned with what is true; keys that the gold lacks are left aside.

    Rows of a list are paired by `winnow.evaluation.matching`, whatever their order.
    """
    pairs: dict[str, Scalar] = {}
    extra: set[str] = set()
    lost: list[Missed] = []
    _compare_object(gold, data, (), pairs, extra, lost)
    return Compared(pairs, frozenset(extra), tuple(lost))


_At = tuple[str | int, ...]


def _compare_object(
    gold: dict[str, Any],
    data: dict[str, Any],
    at: _At,
    pairs: dict[str, Scalar],
    extra: set[str],
    lost: list[Missed],
) -> None:
    for name, true in gold.items():
        here, value = (*at, name), data.get(name)
        if isinstance(true, list) or isinstance(value, list):
            _compare_rows(true or [], value or [], here, pairs, extra, lost)
        elif isinstance(true, dict) or isinstance(value, dict):
            blank = dict.fromkeys(value) if isinstance(value, dict) else {}
            _compare_object(true or blank, value or {}, here, pairs, extra, lost)
        elif name in data:
            pairs[join(here)] = true
        else:
            _lose(true, here, lost)


def _compare_rows(
    true: list[Any],
    rows: list[Any],
    at: _At,
    pairs: dict[str, Scalar],
    extra: set[str],
    lost: list[Missed],
) -> None:
    nested = any(isinstance(row, dict) for row in [*true, *rows])
    matching = (match_rows if nested else match_items)(rows, true)
    for mine, theirs in matching.pairs:
        here = (*at, mine)
        if nested:
            _compare_object(true[theirs], rows[mine], here, pairs, extra, lost)
        else:
            pairs[join(here)] = true[theirs]
    known = {field_of(inner) for row in true for inner in leaves(row)}  # the labelled cells
    for index in matching.extra:
        cells = [inner for inner in leaves(rows[index]) if not known or field_of(inner) in known]
        found = [f"{join((*at, index))}{inner}" for inner in cells]
        pairs.update(dict.fromkeys(found))
        extra.update(found)
    for index in matching.missed:
        _lose(true[index], (*at, index), lost)


def _lose(true: Any, at: _At, lost: list[Missed]) -> None:
    for inner, value in leaves(true).items():
        if value is not None:
            lost.append(Missed(field_of(f"{join(at)}{inner}"), value))


def _raw(leaf: Leaf) -> float:
    told = leaf.signals.token_probability
    return leaf.confidence if told is None else told
