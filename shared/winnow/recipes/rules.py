"""Checks over extracted data, written in CEL (Common Expression Language)."""

import logging
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, Final

import celpy
from celpy.celtypes import BoolType, DoubleType

from winnow.recipes.recipe import Recipe, Rule

CENTS: Final = 0.02  # how far two amounts may lie apart: the rounding of a few lines
OURS: Final = ("near(a, b)", "near(a, b, tolerance)", "sum(list)")
MISTAKES: Final = ("no such member", "no such overload", "no matching overload", "undeclared")

logging.getLogger("celpy").setLevel(logging.ERROR)  # it tells every missing value


def broken_rules(recipe: Recipe, data: dict[str, Any]) -> tuple[str, ...]:
    """The ids of the rules that are false over {"data": data}.

    Nulls are taken out of the data first, so that an expression that touches a missing value
    cannot be computed and counts as kept, and `has(data.x)` means "was found". All numbers are
    doubles.
    """
    return tuple(id_ for id_, holds in judged_rules(recipe, data).items() if not holds)


def judged_rules(recipe: Recipe, data: dict[str, Any]) -> dict[str, bool]:
    """Whether each rule holds, by id; those that touch a missing value are left out."""
    return judged(recipe.rules, data)


def judged(rules: Iterable[Rule], data: dict[str, Any]) -> dict[str, bool]:
    """The same of some rules."""
    given = {"data": celpy.json_to_cel(_known(data))}
    values = {rule.id: _value(rule.expr, given) for rule in rules}
    return {id_: bool(value) for id_, value in values.items() if isinstance(value, BoolType)}


def rules_about(recipe: Recipe, pointer: str) -> tuple[str, ...]:
    """The ids of the rules whose expression names the top-level field that a leaf lies in."""
    named = re.compile(rf"\bdata\.{re.escape(pointer.split('/')[1])}\b")
    return tuple(rule.id for rule in recipe.rules if named.search(rule.expr))


def rule_fault(expr: str, fields: dict[str, Any]) -> str | None:
    """Why a rule can never be computed over data with all of `fields`, if so."""
    try:
        program = _program(expr)
    except celpy.CELParseError as error:
        where = f" at character {error.column}" if error.column else ""
        return f"is no CEL expression: it cannot be read{where}"
    try:
        value = program.evaluate({"data": celpy.json_to_cel(_full(fields))})
    except celpy.CELEvalError as error:
        told = str(error.args[0] if error.args else error)
        return _mistake(f"{told} {error.args[2:]}") if _is_mistake(told) else None
    if not isinstance(value, BoolType):
        return "must be true or false, such as `data.net + data.tax == data.total`"
    return None


def _value(expr: str, given: dict[str, Any]) -> Any:
    try:
        return _program(expr).evaluate(given)
    except celpy.CELEvalError:  # it touches a value that is missing
        return None


@lru_cache(maxsize=1024)
def _program(expr: str) -> Any:
    environment = celpy.Environment()
    return environment.program(environment.compile(expr), functions={"near": _near, "sum": _sum})


def _near(a: float, b: float, tolerance: float = CENTS) -> BoolType:
    return BoolType(abs(float(a) - float(b)) <= float(tolerance) + 1e-9)


def _sum(amounts: Iterable[float]) -> DoubleType:
    return DoubleType(sum(float(amount) for amount in amounts))


def _known(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _known(value) for name, value in data.items() if value is not None}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data if value is not None]
    if isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    return data


def _full(schema: dict[str, Any]) -> Any:
    match schema["type"]:
        case "object":
            return {name: _full(field) for name, field in schema["properties"].items()}
        case "array":
            return [_full(schema["items"])]
        case "string":
            return date(2024, 1, 31).isoformat() if "format" in schema else "x"
        case "boolean":
            return True
        case _:
            return 1.0


def _is_mistake(told: str) -> bool:
    return any(mistake in told for mistake in MISTAKES)


def _mistake(told: str) -> str:
    if found := re.search("no such member in mapping: '([^']*)'", told):
        return f"names {found[1]!r}, which is not among the fields there"
    if "undeclared" in told:
        return f"knows only `data`, the functions of CEL, and {', '.join(OURS)}"
    return "compares or adds values of different types; numbers are doubles: write 3.0, not 3"
