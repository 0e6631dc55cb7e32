"""What a model call cost."""

from typing import ClassVar

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


class UsageRecorded(Event):
    """Models were called for a document."""

    type: ClassVar[str] = "winnow.usage.recorded.v1"

    stage: str
    calls: tuple[Usage, ...]
