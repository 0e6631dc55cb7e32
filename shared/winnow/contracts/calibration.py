"""What labelled documents taught: how signals become probabilities, and how far to trust them."""

from typing import Any

from pydantic import Field

from winnow.contracts.base import Instant, Record
from winnow.contracts.evidence import Probability, Scalar, Signals


class Judged(Record):
    """A leaf of a labelled document, as a model filled it, and whether that is right.

    `evaluate` makes them, `calibrate` learns from them.
    """

    document: str = Field(description="Id of the labelled document.")
    group: str = Field(description="What stays together in every split, such as a template.")
    pointer: str
    field: str = Field(description="The pointer with row numbers as *: /items/*/amount.")
    value: Scalar
    gold: Scalar
    right: bool
    raw: Probability = Field(
        description="The model's own score: its token probability, or what it "
        "says; the uncalibrated confidence where it tells none."
    )
    signals: Signals
    model: str
    recipe: str = Field(description="name@version.")


class Scored(Record):
    """A calibrated probability of an example that the calibration was not fitted on."""

    score: Probability
    right: bool


class Calibration(Record):
    """How one recipe's signals under one model become probabilities, and the proof of it.

    `scorers` is by field, with "" for fields that had too few examples of their own; what a scorer
    holds is known to `winnow.calibration` alone. `held_out` and `documents` are from examples that
    no scorer was fitted on: thresholds are chosen on them. A document's score is that of its
    weakest must-have leaf, and it is right when every must-have leaf is.
    """

    id: str = Field(description="Short hash of what was learnt and from what; its version.")
    recipe: str
    recipe_version: str
    fields_hash: str = Field(
        description="Hash of the recipe's fields: another schema, another one."
    )
    model: str
    data_hash: str
    examples: int = Field(ge=0, description="Labelled documents.")
    created_at: Instant
    scorers: dict[str, dict[str, Any]]
    held_out: dict[str, tuple[Scored, ...]]
    documents: tuple[Scored, ...]
    second_reader: dict[str, Any] | None = Field(
        default=None, description="The learnt layout of the document type; see `winnow.layout`."
    )
    figures: dict[str, Any] = Field(default_factory=dict, description="ECE, Brier, AUROC by field.")
