"""What an answer of a recipe is: values, one label, or a text. Pure."""

from typing import Any, Final, Literal

from winnow.contracts.tuning import Task
from winnow.recipes.recipe import Recipe

Kind = Literal["values", "label", "text"]
LONG: Final = 300  # characters; a text field that may be so long is judged as free text
MEASURES: Final[dict[Kind, str]] = {"values": "field F1", "label": "accuracy", "text": "ROUGE-L"}


def kind_of(recipe: Recipe, task: Task = "extract") -> Kind:
    """How answers are judged.

    A recipe whose only field is an enum is a classification; one whose only field is a text with a
    `maxLength` of 300 or more is a summarisation; of all others each value is right or wrong.
    """
    if task == "classify":
        return "label"
    if task == "summarise":
        return "text"
    field = _only_field(recipe)
    if field is None or field["type"] != "string":
        return "values"
    if "enum" in field:
        return "label"
    return "text" if field.get("maxLength", 0) >= LONG else "values"


def _only_field(recipe: Recipe) -> dict[str, Any] | None:
    fields = list(recipe.fields["properties"].values())
    return fields[0] if len(fields) == 1 else None
