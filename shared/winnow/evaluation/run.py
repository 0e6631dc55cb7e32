"""What an evaluation found, as JSON; and as the baseline of a later one."""

from pathlib import Path

from pydantic import Field, ValidationError

from winnow.contracts.base import Instant, Record
from winnow.errors import MisconfiguredError
from winnow.evaluation.labels import Labels
from winnow.evaluation.reliability import Reliability
from winnow.evaluation.scores import Score, Share

FORM = 1  # of the JSON


class Document(Record):
    """One labelled document; `values` holds by field: right, returned, true."""

    id: str
    gold: str = Field(description="Short hash of its gold: another gold, another document.")
    failure: str | None = None
    complete: bool | None = None
    exact: bool
    accepted: bool | None = None
    values: dict[str, tuple[int, int, int]]
    seconds: float
    cost_usd: float | None


class Acceptance(Record):
    """What passes without a person; `error` is of what passed.

    Values: all judged leaves, null ones too. Documents: accepted ones with a wrong must-have value.
    """

    values: Share
    value_errors: Share
    documents: Share
    document_errors: Share
    fields: dict[str, tuple[Share, Share]] = Field(description="By field: coverage, error.")
    closed: dict[str, str] = Field(description="Gates that let nothing pass, and why.")


class Cost(Record):
    """US dollars; null where a call has no known price (`unpriced` counts those)."""

    total_usd: float | None
    per_document_usd: float | None
    unpriced: int
    calls: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int


class Latency(Record):
    """Seconds of reading and model calls, failed documents included where they were measured."""

    documents: int
    mean: float | None
    median: float | None
    p95: float | None
    longest: float | None


class Run(Record):
    """An evaluation. Documents that failed count in every share, as having returned nothing."""

    form: int = FORM
    recipe: str
    recipe_hash: str
    model: str
    calibration: str | None
    data: str = Field(description="Name of the labelled file.")
    data_hash: str
    given_text: bool
    created_at: Instant
    wall_seconds: float
    documents: int
    failures: Share
    failure_reasons: dict[str, int]
    incomplete: int
    exact: Share
    overall: Score
    labels: Labels | None = Field(default=None, description="Where the only field is a choice.")
    fields: dict[str, Score]
    acceptance: Acceptance | None
    reliability: Reliability
    cost: Cost
    latency: Latency
    each: tuple[Document, ...]


def read_run(path: Path) -> Run:
    """A run as `evaluate --json` prints it. Raises MisconfiguredError."""
    try:
        run = Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise MisconfiguredError(
            f"{path}: is no run of winnow evaluate; name the run.json of an earlier evaluation"
        ) from error
    if run.form != FORM:
        raise MisconfiguredError(f"{path}: is of another version of Winnow; evaluate it again")
    return run
