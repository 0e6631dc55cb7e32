"""Where a value came from and how sure Winnow is of it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from winnow.contracts.base import Box, Record

Probability = Annotated[float, Field(ge=0, le=1)]


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
    ocr_confidence: Probability | None = None
    token_probability: Probability | None = None
    valid: bool = True
    rules_broken: tuple[str, ...] = ()


class Provenance(Record):
    """Who decided a value: a model under versions, or a person."""

    decided_by: str = Field(description="model:<name> or reviewer:<name>.")
    model: str | None = None
    prompt: str | None = Field(default=None, description="Hash of prompt and examples.")
    recipe: str | None = Field(default=None, description="name@version of the recipe.")
    calibration: str | None = None


class Leaf(Record):
    """One value of the extracted JSON, known by its JSON Pointer."""

    value: str | int | float | bool | None
    confidence: Probability
    evidence: Evidence = Evidence()
    signals: Signals = Signals()
    provenance: Provenance


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
    failure: str | None = Field(default=None, description="Why there is no extraction, if so.")


class Sentence(Record):
    """A sentence of a summary and the chunks it rests on."""

    text: str
    chunks: tuple[str, ...]


class Summary(Record):
    """A summary whose every sentence cites its chunks."""

    sentences: tuple[Sentence, ...] = ()
    covered: Probability = Field(default=1.0, description="Share of the chunks that were read.")
    failure: str | None = None

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)
