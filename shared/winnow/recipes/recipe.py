"""The schema of a recipe file."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Rule(BaseModel):
    """A check over the extracted data: a CEL expression over `data`, true when all is well."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    expr: str = Field(description="CEL; an expression over missing values counts as kept.")
    message: str = Field(description="What to tell the reviewer when it is broken.")


class SolvedCase(BaseModel):
    """A worked example shown to the model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    answer: dict[str, Any]


class SummaryWanted(BaseModel):
    """What a summary is to tell, where that is not simply the whole in few sentences."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    focus: str = Field(
        default="",
        max_length=500,
        description="A question or subject. The passages nearest to it are read, and answer it.",
    )
    sentences: int | None = Field(
        default=None, ge=1, le=20, description="Longest summary; null: WINNOW_SUMMARISE_SENTENCES."
    )


class Recipe(BaseModel):
    """How one type of document becomes JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    recipe: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$", description="Name; also the file's.")
    version: int = Field(ge=1)
    title: str
    description: str = Field(description="What such a document is; classification reads it.")
    looks_like: tuple[str, ...] = Field(
        default=(), description="Typical phrases or openings, in any language; for classification."
    )
    fields: dict[str, Any] = Field(description="A JSON Schema of type object.")
    must_have: tuple[str, ...] = Field(
        default=(), description="JSON Pointers into `fields` data that a result must not lack."
    )
    rules: tuple[Rule, ...] = ()
    examples: tuple[SolvedCase, ...] = ()
    instructions: str = Field(default="", description="Extra words for the model.")
    summarise: bool = True
    summary: SummaryWanted = SummaryWanted()
    tolerated_error: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="Share of what is accepted unseen that may be wrong, such as 0.02. A field may "
        "have its own. Without it no rate is promised: a fixed bar on the confidence decides.",
    )
    assurance: float = Field(
        default=0.95,
        gt=0.5,
        lt=1,
        description="How sure it is that the tolerated error is kept: 0.95 is broken once in 20.",
    )
    promise: Literal["field", "document"] = Field(
        default="field",
        description="What the rate is of: the values accepted of each field, or accepted documents "
        "with a wrong must-have value.",
    )
    audit_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Share of the acceptable documents that a person sees all the same.",
    )
    second_reading: Literal["none", "layout", "local", "claude", "openai"] = Field(
        default="layout",
        description="What reads the document again for comparison: the learnt layout of its type "
        "(free, once it is calibrated), or another model.",
    )
    ladder: tuple[str, ...] = Field(
        default=(),
        description="Who reads, the cheapest first, each handing over what it is not sure of: "
        "layout, local, local:FOLDER (an adapter), openai[:MODEL], claude[:MODEL]; after the last "
        "a person. Empty: the model of the settings alone. `winnow ladder tune` sets the "
        "thresholds; until then the last reads everything.",
    )
    fall_over: bool = Field(
        default=False,
        description="Whether the next rung of the ladder reads where one cannot be asked.",
    )
    cache: bool = Field(
        default=True,
        description="Whether the same question about another copy is answered from what is kept.",
    )
    may_wait: bool = Field(
        default=False,
        description="Whether answers may take up to a day, at the provider's price for batches.",
    )
    review_within_hours: float = Field(default=24, gt=0)

    @property
    def id(self) -> str:
        """name@version, as provenance states it."""
        return f"{self.recipe}@{self.version}"
