"""What the gate judges by: outcomes by document, and whether serving gives the same outputs."""

from typing import Literal

from pydantic import Field

from winnow.contracts.base import Instant, Record

ServingPath = Literal["local", "openai"]


class Outcome(Record):
    """How well one held-out document was answered. `right` is 1, 0 or the task's metric between.

    Where the metric is F1 of all values, `counts` holds right, returned and true ones: F1 is taken
    of their sums, not as a mean over documents.
    """

    document: str
    right: float = Field(ge=0, le=1)
    counts: tuple[int, int, int] | None = None
    slices: dict[str, str] = Field(default_factory=dict, description="Such as language: de.")


class Difference(Record):
    """A held-out document that another path answers otherwise.

    Answers are JSON; one that failed is told in `<...>`.
    """

    document: str
    expected: str = Field(description="The answer of the path that was measured.")
    got: str
    at: int = Field(default=0, description="The first character that is another.")


class Parity(Record):
    """Whether a path that serves gives the outputs that were measured, to the letter."""

    path: ServingPath = Field(
        description="In this process, or through an OpenAI-compatible server."
    )
    documents: int = Field(ge=0)
    same: int = Field(ge=0)
    differences: tuple[Difference, ...] = ()
    furthest: float = Field(
        default=0.0, description="Greatest difference of a leaf's probability, where both tell it."
    )
    server: str = Field(default="", description="Which server, where it was one.")
    why: str = Field(default="", description="Why nothing was compared, if so.")

    @property
    def equal(self) -> bool:
        """Whether there was something to compare, and all of it is the same."""
        return self.documents > 0 and self.same == self.documents


class Evidence(Record):
    """A challenger and who served then, on the same held-out documents."""

    measure: str = Field(description="What `right` is: field F1, accuracy, ROUGE-L ...")
    challenger: str = Field(description="As `LanguageModel.name`.")
    champion: str
    outcomes: tuple[Outcome, ...]
    champion_outcomes: tuple[Outcome, ...]
    parity: tuple[Parity, ...] = ()
    made_at: Instant
