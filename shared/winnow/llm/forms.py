"""The JSON Schema of a form, in the strict shape that every kind of constrained decoding takes."""

import copy
from typing import Any

from pydantic import BaseModel, ValidationError

Schema = dict[str, Any]

_NOISE = ("default", "title")  # servers reject the one and bill the other


def strict_schema(form: type[BaseModel]) -> Schema:
    """Return the form's schema with closed objects, every property required and no defaults.

    A field that may be missing has to be nullable: the model then says null in plain words, which
    has a probability of its own, where leaving a key out has none.
    """
    return closed_schema(form.model_json_schema())


def closed_schema(root: Schema) -> Schema:
    """The strict shape of a JSON Schema, as `strict_schema` makes of a form; closed twice it is

    the same as closed once.
    """
    closed = _close(root, root, ())
    if "$defs" in root:
        closed["$defs"] = {name: _close(node, root, ()) for name, node in root["$defs"].items()}
    return closed


def _close(node: Schema, root: Schema, inside: tuple[str, ...]) -> Schema:
    """Copy one schema node, closing it and all below it; `inside` holds the $refs being inlined."""
    ref = node.get("$ref")
    if ref is not None:
        if len(node) == 1 or ref in inside:
            return {"$ref": ref}
        said_here = {key: value for key, value in node.items() if key != "$ref"}
        return _close({**_resolve(ref, root), **said_here}, root, (*inside, ref))
    if isinstance(node.get("type"), list):
        return _close(_one_type_each(node), root, inside)
    closed: Schema = {}
    for key, value in node.items():
        if key in _NOISE or key == "$defs":
            continue
        closed[key] = _close_below(key, value, root, inside)
    if "properties" in closed:
        closed["additionalProperties"] = False
        closed["required"] = list(closed["properties"])
    return closed


def _close_below(key: str, value: Any, root: Schema, inside: tuple[str, ...]) -> Any:
    if key == "properties":
        return {name: _close(child, root, inside) for name, child in value.items()}
    if key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        return [_close(child, root, inside) for child in value]
    if key in ("items", "additionalProperties") and isinstance(value, dict):
        return _close(value, root, inside)
    return copy.deepcopy(value)


def _one_type_each(node: Schema) -> Schema:
    """Rewrite `type: [a, b]` as `anyOf`, which more servers know."""
    rest = {key: value for key, value in node.items() if key not in ("type", "description")}
    variants = [
        {"type": "null"} if kind == "null" else {**rest, "type": kind} for kind in node["type"]
    ]
    described = {"description": node["description"]} if "description" in node else {}
    return {**described, "anyOf": variants}


def _resolve(ref: str, root: Schema) -> Schema:
    """Follow a pointer such as `#/$defs/Item`."""
    found: Any = root
    for step in ref.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    assert isinstance(found, dict)
    return found


def problems_of(error: ValidationError) -> str:
    """Say which fields do not fit and why, without the values: they are the document's text."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"/{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in problems[:5])
