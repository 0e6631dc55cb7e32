"""What the checks found, as a record that is written as JSON."""

from typing import Literal

from pydantic import Field

from winnow.contracts.base import Instant, Record

Severity = Literal["blocking", "warning", "note"]


class Finding(Record):
    """A fault of the data. `message` says what it is and what to do about it."""

    check: str
    severity: Severity
    ids: tuple[str, ...] = Field(description="Of the examples, those that are at fault first.")
    field: str = Field(default="", description="Of the answer, with * for the row of a list.")
    message: str
    score: float | None = Field(default=None, description="How sure it is, from 0 to 1.")


class FieldBalance(Record):
    """How often a field is filled, by part, and how often each choice of a closed one occurs."""

    field: str
    filled: dict[str, float] = Field(description="Share of the examples of each part.")
    choices: dict[str, dict[str, int]] = Field(
        default_factory=dict, description="By choice, the examples of each part."
    )


class Report(Record):
    """All findings about a split, and the figures behind them."""

    recipe: str
    data_hash: str = Field(description="Of the examples and their parts.")
    seed: int
    created_at: Instant
    counts: dict[str, int] = Field(description="Examples by part.")
    documents: dict[str, int] = Field(description="Documents by part.")
    joined: int = Field(description="Groups made of several because their texts are alike.")
    left_out: int
    findings: tuple[Finding, ...]
    balance: tuple[FieldBalance, ...]
    tokens: tuple[int, ...] = Field(description="Estimated length of each example, sorted.")
    room: int = Field(description="Tokens that the model takes in one example.")

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What `--strict` refuses to train on."""
        return tuple(one for one in self.findings if one.severity == "blocking")
