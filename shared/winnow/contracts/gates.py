"""Facts about the gates through which values pass without a person."""

from typing import ClassVar

from pydantic import Field

from winnow.contracts.base import Event


class GateClosed(Event):
    """An audit found more errors among accepted values than the recipe tolerates.

    Nothing passes the gate until the recipe is calibrated anew. `document_id` is the audited
    document that tipped the scale.
    """

    type: ClassVar[str] = "winnow.gates.closed.v1"

    recipe: str
    field: str = Field(description="Row numbers as *; empty for the gate of whole documents.")
    model: str
    calibration: str
    audited: int = Field(ge=1, description="Accepted values that a person saw.")
    errors: int = Field(ge=1)
    tolerated_error: float
    error_at_least: float = Field(description="Lower confidence bound of the error rate.")
