"""Which of a form's keys nobody labelled. Pure."""

from collections.abc import Iterator
from typing import Any


def unjudged(gold: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Pointers of the keys that are missing, row numbers being *; a key with null was judged."""
    return list(dict.fromkeys(_missing(gold, schema, at)))


def _missing(gold: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    if schema["type"] == "object" and isinstance(gold, dict):
        for name, field in schema["properties"].items():
            if name in gold:
                yield from _missing(gold[name], field, f"{at}/{name}")
            else:
                yield f"{at}/{name}"
    elif schema["type"] == "array" and isinstance(gold, list):
        for row in gold:
            yield from _missing(row, schema["items"], f"{at}/*")


def completed(gold: Any, schema: dict[str, Any]) -> Any:
    """Gold with what stands for nothing in a form where it has null: [] and an object of nulls."""
    match schema["type"]:
        case "object":
            known = gold or {}
            return {
                name: completed(known.get(name), field)
                for name, field in schema["properties"].items()
            }
        case "array":
            return [completed(row, schema["items"]) for row in gold or []]
        case _:
            return gold
