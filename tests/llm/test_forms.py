from typing import Any, Literal

import jsonschema
import pytest
from pydantic import BaseModel, Field, ValidationError

from winnow.llm.forms import problems_of, strict_schema


class Part(BaseModel):
    title: str = Field(default="", description="A field may be named like a keyword.")
    kind: Literal["a", "b"] | None = None


class Whole(BaseModel):
    name: str
    main: Part = Field(default_factory=Part, description="The main part.")
    parts: list[Part] = Field(default=[], max_length=3)


class Tree(BaseModel):
    branches: "list[Tree]" = Field(default=[], max_length=2)


def test_every_object_is_closed_and_every_property_required() -> None:
    schema = strict_schema(Whole)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name", "main", "parts"]
    part = schema["$defs"]["Part"]
    assert part["required"] == ["title", "kind"]
    assert part["additionalProperties"] is False


def test_defaults_and_titles_are_left_out_but_not_fields_of_that_name() -> None:
    part = strict_schema(Whole)["$defs"]["Part"]
    assert set(part) == {"type", "properties", "required", "additionalProperties"}
    assert part["properties"]["title"] == {
        "type": "string",
        "description": "A field may be named like a keyword.",
    }


def test_a_reference_with_a_description_is_written_out() -> None:
    main = strict_schema(Whole)["properties"]["main"]
    assert "$ref" not in main
    assert main["description"] == "The main part."
    assert main["properties"].keys() == {"title", "kind"}


def test_bounds_are_kept() -> None:
    assert strict_schema(Whole)["properties"]["parts"]["maxItems"] == 3


def test_a_form_inside_itself_stays_a_reference() -> None:
    jsonschema.Draft202012Validator.check_schema(strict_schema(Tree))
    assert strict_schema(Tree)["$defs"]["Tree"]["properties"]["branches"]["maxItems"] == 2


def test_a_list_of_types_becomes_alternatives() -> None:
    class Loose(BaseModel):
        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
            price = {"type": ["number", "null"], "minimum": 0, "description": "Net."}
            return {"type": "object", "properties": {"price": price}}

    assert strict_schema(Loose)["properties"]["price"] == {
        "description": "Net.",
        "anyOf": [{"minimum": 0, "type": "number"}, {"type": "null"}],
    }


def test_problems_name_the_field_and_not_the_value() -> None:
    with pytest.raises(ValidationError) as raised:
        Whole.model_validate({"name": ["secret"], "parts": [{"kind": "secret"}]})
    said = problems_of(raised.value)
    assert "/name: " in said
    assert "/parts/0/kind: " in said
    assert "secret" not in said
