"""Where a value came from and how sure Winnow is of it."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from winnow.contracts.base import Box, Record

Probability = Annotated[float, Field(ge=0, le=1)]
Scalar = str | int | float | bool | None


class Match(StrEnum):
    """How a value was found in the document."""

    EXACT = "exact"
    NORMALISED = "normalised"
    FUZZY = "fuzzy"
    NONE = "none"


class Evidence(Record):
    """The place a value was read from. `start` and `end` are characters of the document text."""

    kind: Match = Match.NONE
    score: Probability = 0.0
    page: int | None = Field(default=None, ge=1)
    boxes: tuple[Box, ...] = ()
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    quote: str | None = None


class Signals(Record):
    """The measurements behind a confidence; null where one could not be taken."""

    grounding: Match = Match.NONE
    grounding_score: Probability = 0.0
    places: int = Field(default=0, ge=0, description="How often the value stands in the document.")
    labelled: bool | None = Field(
        default=None, description="Whether the words beside the value name its field."
    )
    ocr_confidence: Probability | None = Field(
        default=None, description="The least certain of the matched words."
    )
    token_probability: Probability | None = None
    agreement: Literal["agrees", "differs", "silent"] | None = Field(
        default=None, description="What a second, different reading says of the field."
    )
    second_value: Scalar = Field(default=None, description="What the second reading read.")
    second_reader: str | None = None
    rows_complete: bool | None = Field(
        default=None, description="List cells: whether the list has the rows the layout shows."
    )
    row_full: Probability | None = Field(
        default=None, description="List cells: share of the row's cells that have a value."
    )
    hidden: bool = Field(default=False, description="Stands in text that the page does not show.")
    valid: bool = True
    rules_broken: tuple[str, ...] = ()
    rules_kept: int = Field(
        default=0, ge=0, description="Rules that speak of the field, could be computed and hold."
    )


class Provenance(Record):
    """Who decided a value: a model under versions, or a person."""

    decided_by: str = Field(description="model:<name> or reviewer:<name>.")
    model: str | None = None
    prompt: str | None = Field(default=None, description="Hash of prompt and examples.")
    recipe: str | None = Field(default=None, description="name@version of the recipe.")
    calibration: str | None = None


class Leaf(Record):
    """One value of the extracted JSON, known by its JSON Pointer."""

    value: Scalar
    confidence: Probability
    evidence: Evidence = Evidence()
    signals: Signals = Signals()
    provenance: Provenance
    accepted: bool | None = Field(
        default=None,
        description="Whether it passed its field's gate, or a person saw it; null: no promise.",
    )


class Completeness(Record):
    """Whether the extraction holds all it should; `reason` says what is missing."""

    complete: bool
    reason: str | None = None


class Extraction(Record):
    """An extracted document: plain `data`, and a leaf for every scalar in it by JSON Pointer."""

    recipe: str | None
    recipe_version: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    leaves: dict[str, Leaf] = Field(default_factory=dict)
    completeness: Completeness
    rules_broken: tuple[str, ...] = ()
    calibration: str | None = Field(
        default=None, description="Id of the calibration that made the confidences, if one did."
    )
    failure: str | None = Field(default=None, description="Why there is no extraction, if so.")


class CitedSpan(Record):
    """Characters `start` to `end` of a chunk's text."""

    chunk: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Sentence(Record):
    """A sentence of a summary and the chunks it rests on; none where a reviewer rewrote it."""

    text: str
    chunks: tuple[str, ...]
    spans: tuple[CitedSpan, ...] = Field(
        default=(), description="The places in those chunks that bear it out."
    )


class Summary(Record):
    """A summary whose every sentence cites its chunks."""

    sentences: tuple[Sentence, ...] = ()
    covered: Probability = Field(default=1.0, description="Share of the chunks that were read.")
    failure: str | None = None

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)
