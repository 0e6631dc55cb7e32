"""The form in which a model says what passages tell."""

from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, create_model

LONGEST: Final = 240  # characters of a sentence
ROOM: Final = 100  # tokens that a statement may take; its JSON included, it takes fewer


class Statement(BaseModel):
    """One sentence and the numbers of the passages it rests on."""

    model_config = ConfigDict(extra="forbid")

    passages: list[int] = Field(min_length=1, max_length=3)
    # lengths bound what a grammar lets through; a model without one may say more and be read
    sentence: str = Field(json_schema_extra={"maxLength": LONGEST})


class Statements(BaseModel):
    """What a model says of some passages."""

    model_config = ConfigDict(extra="forbid")

    statements: list[Statement]


@cache
def at_most(number: int) -> type[Statements]:
    """Statements, no more than `number`: a model that cannot end is then ended by the form."""
    listed = (list[Statement], Field(json_schema_extra={"maxItems": number}))
    return create_model("Statements", __base__=Statements, statements=listed)
