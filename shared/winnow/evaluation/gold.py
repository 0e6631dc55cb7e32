"""What people wrote down of a document, put into the form of a recipe. Pure."""

import re
from typing import Any, Final

from winnow.evaluation.days import iso_day
from winnow.recipes.recipe import Recipe

NUMBER: Final = re.compile(r"[-+]?\d[\d.,' \u00a0\u2019]*")


class GoldError(ValueError):
    """A gold value that cannot be read as its field; the message names the field."""


def coerce(gold: dict[str, Any], recipe: Recipe) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Gold in the recipe's form, and the pointers that are not judged.

    A key that the recipe does not know is left out, and so is a blank text: it tells neither what
    the document says nor that it says nothing. Raises GoldError.
    """
    unjudged: list[str] = []
    known = _object(gold, recipe.fields, "", unjudged)
    return known, tuple(unjudged)


def _object(
    gold: dict[str, Any], schema: dict[str, Any], at: str, unjudged: list[str]
) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name, value in gold.items():
        field = schema["properties"].get(name)
        pointer = f"{at}/{name}"
        if field is None or (isinstance(value, str) and not value.strip()):
            unjudged.append(pointer)
        else:
            known[name] = _value(value, field, pointer, unjudged)
    return known


def _value(value: Any, schema: dict[str, Any], at: str, unjudged: list[str]) -> Any:
    if value is None:
        return None
    match schema["type"], value:
        case "object", dict():
            return _object(value, schema, at, unjudged)
        case "array", list():
            return [_value(row, schema["items"], f"{at}/*", unjudged) for row in value]
        case "string", str() | int() | float() if not isinstance(value, bool):
            return _text(str(value), schema, at)
        case "number" | "integer", int() | float() if not isinstance(value, bool):
            return float(value) if schema["type"] == "number" else int(value)
        case "number" | "integer" as kind, str():
            number = number_in(value, at)
            return number if kind == "number" else int(number)
        case "boolean", bool():
            return value
    raise GoldError(f"gold{at} must be of the type {schema['type']}, not {value!r}")


def _text(value: str, schema: dict[str, Any], at: str) -> str:
    if schema.get("format") != "date":
        return value.strip()
    day = iso_day(value)
    if day is None:
        raise GoldError(f"gold{at}: {value!r} is no date; write it as YYYY-MM-DD")
    return day


def number_in(printed: str, at: str = "") -> float:
    """The number of an amount as printed: RM 9.00, $1,007.50, 1.234,50 €. Raises GoldError.

    Of two signs the last parts the decimals. A single one that three digits follow parts
    thousands where it is a comma (1,007), decimals where it is a dot (1.007).
    """
    found = NUMBER.search(printed)
    if found is None:
        raise GoldError(f"gold{at}: {printed!r} is no number")
    digits = re.sub(r"[' \u00a0\u2019]", "", found[0]).rstrip(".,")
    decimals = max(digits.rfind("."), digits.rfind(","))
    if digits.count(",") + digits.count(".") == 1 and re.search(r",\d{3}$", digits):
        decimals = -1
    elif decimals >= 0 and digits.count(digits[decimals]) > 1:
        decimals = -1  # 1.234.567
    whole = re.sub(r"[.,]", "", digits[:decimals] if decimals >= 0 else digits)
    number = float(f"{whole}.{digits[decimals + 1 :]}" if decimals >= 0 else whole)
    return -number if re.match(r"\s*(-|\()", printed) and number > 0 else number
