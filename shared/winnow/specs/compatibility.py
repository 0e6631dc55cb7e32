"""Whether a newer schema of the same version still fits what is on the bus.

Within a version, fields may be added if they have defaults. Anything that makes an old event
invalid, or takes away what an old reader relied on, needs a new version.
"""

from typing import Any, Final

# A change in any of these narrows or alters what a value may be.
_FIXED: Final = ("type", "const", "format", "pattern", "$ref", "items", "anyOf", "allOf", "oneOf")
_LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems")  # may only fall
_UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")  # may only rise


def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """One line for each incompatible change; empty when there is none."""
    found = _object_breaks("", old, new)
    for name, definition in old.get("$defs", {}).items():
        newer = new.get("$defs", {}).get(name)
        found += [f"#{name}: removed"] if newer is None else _breaks(f"#{name}", definition, newer)
    return found


def _breaks(at: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    found = [f"{at}: {key} changed" for key in _FIXED if old.get(key) != new.get(key)]
    found += [
        f"{at}: {key} rose" for key in _LOWER if new.get(key, _low(old, key)) > _low(old, key)
    ]
    found += [f"{at}: {key} fell" for key in _UPPER if key in new and new[key] < _high(old, key)]
    if "enum" in old and set(old["enum"]) - set(new.get("enum", old["enum"])):
        found.append(f"{at}: a choice was removed")
    if "enum" in new and "enum" not in old:
        found.append(f"{at}: choices were narrowed")
    return found + _object_breaks(at, old, new)


def _object_breaks(at: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    found = [f"{at}/{name}: removed" for name in before if name not in after]
    now_required = set(new.get("required", ())) - set(old.get("required", ()))
    found += [f"{at}/{name}: became required" for name in sorted(now_required)]
    for name in before.keys() & after.keys():
        found += _breaks(f"{at}/{name}", before[name], after[name])
    return found


def _low(schema: dict[str, Any], key: str) -> float:
    return float(schema.get(key, float("-inf")))


def _high(schema: dict[str, Any], key: str) -> float:
    return float(schema.get(key, float("inf")))
