"""Which models read a type of document in turn, and from which score on each keeps it."""

from typing import Any, Literal

from pydantic import Field

from winnow.contracts.base import Instant, Record
from winnow.contracts.evidence import Probability


class Rung(Record):
    """One reader of a ladder; a document whose score reaches `threshold` stays with it."""

    name: str = Field(description="As in the recipe: layout, local, openai:MODEL ...")
    model: str = Field(description="The full name of the model that was measured.")
    calibration: str | None = Field(
        default=None, description="Id of the calibration that rates its answers."
    )
    threshold: Probability = Field(description="0 on the last rung, which keeps what reaches it.")


class Ladder(Record):
    """The rungs that were chosen for a task of a recipe, the cheapest first, and the proof.

    It says nothing once the recipe's fields, a rung's model or its calibration is another.
    """

    id: str = Field(description="Short hash of what was chosen and from what; its version.")
    recipe: str
    recipe_version: str
    task: Literal["extract", "classify"]
    fields_hash: str
    data_hash: str
    documents: int = Field(ge=0, description="Labelled documents it was chosen and verified on.")
    rungs: tuple[Rung, ...] = Field(min_length=1)
    created_at: Instant
    figures: dict[str, Any] = Field(
        default_factory=dict, description="Quality, cost and the frontier, with intervals."
    )
