"""What a model call cost."""

from typing import ClassVar, Literal

from pydantic import Field

from winnow.contracts.base import Event, Record


class Usage(Record):
    """One model call: the four token kinds, its price and its time."""

    model: str
    stage: str
    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    cache_read_tokens: int = Field(default=0, ge=0)
    cache_write_tokens: int = Field(default=0, ge=0)
    cost_usd: float | None = Field(default=None, ge=0, description="Null where no price is known.")
    prices: str | None = Field(default=None, description="Version of the price table.")
    seconds: float = Field(default=0, ge=0)
    call: str | None = Field(default=None, description="The answer's id: one call, one id.")
    outcome: Literal["paid", "cached", "failed"] = Field(
        default="paid",
        description="cached: an equal question was answered before and costs nothing; failed: paid "
        "for, and the answer was no good.",
    )
    rung: int = Field(default=0, ge=0, description="Of the recipe's ladder; 0 is the first.")
    batched: bool = Field(default=False, description="At the provider's price for batches.")


class UsageRecorded(Event):
    """Models were called for a document."""

    type: ClassVar[str] = "winnow.usage.recorded.v1"

    stage: str
    recipe: str | None = None
    calls: tuple[Usage, ...]
