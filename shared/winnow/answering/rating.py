"""From signals to the probability that a short answer is right; in pure Python."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, isfinite
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from winnow.answering.signals import FEATURES
from winnow.contracts.evidence import Probability
from winnow.errors import MisconfiguredError

SHIPPED: Final = "rating.json"
WRITERS_BAR: Final = 0.6  # of the cautious rule for models that no rating was fitted for


class Rating(BaseModel):
    """Weights of a logistic model, and the confidences that decide; `card` tells what it is from.

    From `bar` on an answer is given. Below `floor` the documents are said not to hold one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(description="Whose answers it rates, by name without an adapter.")
    features: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float
    bar: Probability
    floor: Probability
    card: dict[str, Any]

    def probability(self, seen: Sequence[float]) -> float:
        """The probability that the answer is right; 0 where a signal is no number."""
        score = self.intercept
        score += sum(weight * one for weight, one in zip(self.weights, seen, strict=True))
        return 1 / (1 + exp(-min(max(score, -30.0), 30.0))) if isfinite(score) else 0.0


@cache
def shipped_rating() -> Rating | None:
    """The one beside this file; None where there is none."""
    file = files(__package__).joinpath(SHIPPED)
    return checked(Rating.model_validate_json(file.read_text("utf-8"))) if file.is_file() else None


def rating_for(model: str) -> Rating | None:
    """The rating for a model by its name; None where it was fitted for another."""
    rating = shipped_rating()
    return rating if rating is not None and rating.model == model.partition("+")[0] else None


def checked(rating: Rating) -> Rating:
    """The rating, unless it weighs other signals than this version measures."""
    if rating.features != tuple(FEATURES) or len(rating.weights) != len(FEATURES):
        raise MisconfiguredError(
            "the rating of answers weighs other signals than this version measures; fit it anew: "
            "python -m bench.ask.fitting"
        )
    return rating


def unfitted(support: Sequence[float], words: float) -> float:
    """A cautious confidence where nothing was fitted: the least support of a sentence, made less

    by the share of the question's words that what is cited does not have.
    """
    return round(min(support, default=0.0) * (0.5 + 0.5 * words), 4)
