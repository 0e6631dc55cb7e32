"""What a comparison found, as JSON."""

from typing import Literal

from pydantic import Field

from winnow.contracts.base import Instant, Record
from winnow.contracts.tuning import Task
from winnow.evaluation.scores import Between, Share
from winnow.tuning.comparing.kinds import Kind
from winnow.tuning.comparing.outcomes import Outcome

Decision = Literal["worth it", "not worth it", "not shown"]


class Seconds(Record):
    """Seconds of model calls a document, as they were when they were made."""

    mean: float
    median: float
    p95: float


class Slice(Record):
    """The main measure of the documents that share a mark, such as language=de."""

    documents: int
    main: Between


class Row(Record):
    """One contender over all held-out documents; those that failed count as wrong."""

    role: str
    name: str = Field(description="The contender: model and way of asking.")
    model: str = Field(description="Full name of who answers.")
    documents: int
    main: Between = Field(description="Of the measure that the comparison names.")
    measures: dict[str, Between] = Field(description="All measures of the kind, and by field.")
    exact: Share
    valid: Share = Field(description="Documents whose answers fitted the form without a repair.")
    failures: Share
    failure_reasons: dict[str, int] = Field(default_factory=dict)
    usd: float = Field(description="US dollars a document.")
    by_time: bool = Field(description="Whether those are of the machine's time, not of a price.")
    seconds: Seconds
    slices: dict[str, Slice] = Field(default_factory=dict, description="By mark, as language=de.")
    outcomes: tuple[Outcome, ...] = Field(description="In the order of the documents.")


class Apart(Record):
    """The tuned model against one other, document by document; positive is better.

    `p` holds for all others at once (Holm). `slices` has the differences by mark.
    """

    against: str = Field(description="Name of the other's row.")
    documents: int
    difference: Between
    p: float
    verdict: Literal["better", "worse", "inconclusive"]
    slices: dict[str, Between] = Field(default_factory=dict)


class Sampled(Record):
    """Share of documents of which one of k sampled answers passes (pass@k).

    `checks` are the recipe's rules; `right` also asks that every value is right.
    """

    role: str
    samples: int
    temperature: float
    checks: dict[int, Between]
    right: dict[int, Between]


class Verdict(Record):
    """Whether tuning is worth it here, and why, in words."""

    decision: Decision
    reason: str
    notes: tuple[str, ...] = ()


class Comparison(Record):
    """The table, the differences, and the verdict."""

    recipe: str
    fields_hash: str
    task: Task
    kind: Kind
    measure: str = Field(description="The main measure: field F1, accuracy or ROUGE-L.")
    documents: int
    left_out: tuple[str, ...] = Field(
        default=(), description="Test documents whose text could not be had again."
    )
    data_hash: str = Field(description="Of the held-out documents and their right answers.")
    rows: tuple[Row, ...]
    tuned: str | None = Field(default=None, description="Name of the model that is judged.")
    apart: tuple[Apart, ...] = ()
    sampled: tuple[Sampled, ...] = ()
    verdict: Verdict
    seed: int
    usd_per_hour: float
    created_at: Instant
    wall_seconds: float

    def row(self, role: str) -> Row | None:
        """The first row of a role."""
        return next((row for row in self.rows if row.role == role), None)
