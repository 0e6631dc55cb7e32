"""Whether each part has enough of every answer and every field."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from winnow.recipes.pointers import field_of
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import FieldBalance, Finding
from winnow.tuning.parts import PARTS

FEWEST_TRAINED: Final = 30  # documents; of fewer nothing was seen to be learnt
FEWEST_TESTED: Final = 20  # documents; of fewer the interval is wider than any gain
RARE: Final = 5  # examples of a choice, or filled values of a field, that are trained on
EMPTY: Final = "(empty)"


def balance_of(data: Data) -> tuple[FieldBalance, ...]:
    """By field, in which share of each part it is filled and how often each choice occurs."""
    sizes = {part: sum(at == part for at, _ in data.rows) for part in PARTS}
    filled: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
    choices: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    rows = zip(data.rows, data.leaves, data.closed, strict=True)
    for (part, _), leaves, closed in rows:
        for name in {field_of(at): None for at in leaves}:
            filled[name][part] += any(
                value is not None for at, value in leaves.items() if field_of(at) == name
            )
        for pointer in closed & leaves.keys():
            value = leaves[pointer]
            told = EMPTY if value is None else str(value)
            choices[pointer].setdefault(told, dict.fromkeys(PARTS, 0))[part] += 1
    return tuple(
        FieldBalance(
            field=name,
            filled={part: counts[part] / sizes[part] if sizes[part] else 0 for part in PARTS},
            choices=choices.get(name, {}),
        )
        for name, counts in filled.items()
    )


def imbalance(data: Data) -> Iterator[Finding]:
    """Parts, choices and fields of which there is too little, a finding for each."""
    yield from _sizes(data)
    sizes = {part: sum(at == part for at, _ in data.rows) for part in PARTS}
    for field in balance_of(data):
        if len(field.choices) == 1 and not data.leaves[0].keys() - {field.field}:
            yield _finding(
                data,
                "blocking",
                field.field,
                f"All examples are answered “{next(iter(field.choices))}”; label others too, "
                "for there is nothing to tell apart.",
            )
        for choice, counts in field.choices.items():
            if choice != EMPTY:
                yield from _rare(data, field.field, f"“{choice}”", counts)
        if not field.choices:
            counts = {part: round(field.filled[part] * sizes[part]) for part in PARTS}
            yield from _rare(data, field.field, "a value", counts)


def _sizes(data: Data) -> Iterator[Finding]:
    for part, fewest in (("train", FEWEST_TRAINED), ("test", FEWEST_TESTED)):
        documents = len({one.document for at, one in data.rows if at == part})
        if documents < fewest:
            yield _finding(
                data,
                "warning" if documents else "blocking",
                "",
                f"The {part} part has {documents} documents, and {fewest} is the least that tells "
                "anything; label more.",
                part,
            )


def _rare(data: Data, field: str, what: str, counts: Mapping[str, int]) -> Iterator[Finding]:
    if not sum(counts.values()):
        return
    if not counts["train"]:
        told = "stands in no example that is trained on, only in other parts"
    elif counts["train"] < RARE:
        told = f"stands in {counts['train']} examples that are trained on"
    elif not counts["test"]:
        told = "stands in no test example, so that no figure will tell of it"
    else:
        return
    yield _finding(data, "warning", field, f"{field}: {what} {told}; label more of it.")


def _finding(data: Data, severity: str, field: str, message: str, part: str = "") -> Finding:
    ids = tuple(one.id for at, one in data.rows if at == part) if part else ()
    return Finding.model_validate(
        {"check": "balance", "severity": severity, "ids": ids, "field": field, "message": message}
    )
