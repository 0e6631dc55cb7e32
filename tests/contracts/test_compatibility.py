"""A published event may gain fields; it may not lose or narrow any."""

from typing import Any

import pytest

from winnow.specs.compatibility import breaks

OLD: dict[str, Any] = {
    "$defs": {"Part": {"properties": {"a": {"type": "string"}}, "required": ["a"]}},
    "properties": {
        "n": {"type": "integer", "minimum": 0, "maximum": 9},
        "kind": {"type": "string", "enum": ["x", "y"]},
        "part": {"$ref": "#/$defs/Part"},
    },
    "required": ["n"],
}


def changed(**properties: Any) -> dict[str, Any]:
    return OLD | {"properties": OLD["properties"] | properties}


def test_nothing_changed_breaks_nothing() -> None:
    assert breaks(OLD, OLD) == []


def test_a_new_field_with_a_default_breaks_nothing() -> None:
    assert breaks(OLD, changed(more={"type": "string", "default": ""})) == []


def test_a_wider_range_or_choice_breaks_nothing() -> None:
    wider = changed(
        n={"type": "integer", "minimum": -1, "maximum": 10},
        kind={"type": "string", "enum": ["x", "y", "z"]},
    )
    assert breaks(OLD, wider) == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (changed(n={"type": "string"}), "/n: type changed"),
        (changed(n={"type": "integer", "minimum": 1, "maximum": 9}), "/n: minimum rose"),
        (changed(n={"type": "integer", "minimum": 0, "maximum": 8}), "/n: maximum fell"),
        (changed(kind={"type": "string", "enum": ["x"]}), "/kind: a choice was removed"),
        (changed(part={"$ref": "#/$defs/Other"}), "/part: $ref changed"),
        (OLD | {"required": ["n", "kind"]}, "/kind: became required"),
        (OLD | {"properties": {"n": OLD["properties"]["n"]}}, "/kind: removed"),
        (OLD | {"$defs": {}}, "#Part: removed"),
        (OLD | {"$defs": {"Part": {"properties": {}}}}, "#Part/a: removed"),
    ],
)
def test_a_change_that_would_surprise_a_reader_is_told(new: dict[str, Any], told: str) -> None:
    assert told in breaks(OLD, new)
