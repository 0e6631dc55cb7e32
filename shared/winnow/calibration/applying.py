"""A calibrated scorer applied to a value, in pure Python: services need no numerical library."""

from bisect import bisect_right
from math import exp, isfinite
from typing import Any, Final

from winnow.calibration.features import FEATURES, features, log_odds
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Scalar, Signals

POOLED: Final = ""  # the key of the scorer for fields that had no examples


def confidence(calibration: Calibration, field: str, value: Scalar, signals: Signals) -> float:
    """The probability, 0..1, that the value is right.

    A field that the calibration never saw gets the scorer of all fields together; where there is
    none, or where a signal is no number, the answer is 0, which no gate accepts.
    """
    scorer = calibration.scorers.get(field) or calibration.scorers.get(POOLED)
    if scorer is None:
        return 0.0
    return probability(scorer, features(value, signals))


def probability(scorer: dict[str, Any], seen: list[float]) -> float:
    """What a scorer makes of the features; 0 where one of them is no number.

    Raises ValueError if the scorer was made for other features: it is of another version.
    """
    if scorer["features"] != list(FEATURES):
        raise ValueError("the scorer weighs other features than this version measures")
    rated = mapped(scorer["map"], log_odds_of(scorer, seen))
    doubt = _doubt(scorer["caution"], dict(zip(FEATURES, seen, strict=True)))
    return rated if 0.0 in (rated, doubt) else _logistic(log_odds(rated) + doubt)


def _doubt(cautions: dict[str, list[float]], seen: dict[str, float]) -> float:
    """Log odds, 0 or below, for signs of a kind that no example bore; see `fusion.cautions`."""
    weighed = ((seen[name] - usual) * weight for name, (usual, weight) in cautions.items())
    return sum(min(0.0, one) for one in weighed)


def log_odds_of(scorer: dict[str, Any], seen: list[float]) -> float:
    """The weighed sum of the features: log odds before they are calibrated."""
    weighed = zip(scorer["weights"], seen, strict=True)
    return float(scorer["intercept"] + sum(weight * one for weight, one in weighed))


def mapped(mapping: dict[str, Any], score: float) -> float:
    """The calibrated probability of log odds: a logistic curve, or steps joined by lines."""
    if not isfinite(score):
        return 0.0
    if mapping["kind"] == "logistic":
        return _logistic(float(mapping["slope"]) * score + float(mapping["offset"]))
    return _between(mapping["at"], mapping["probability"], score)


def _logistic(score: float) -> float:
    return 1 / (1 + exp(-min(max(score, -30.0), 30.0)))


def _between(at: list[float], heights: list[float], score: float) -> float:
    if score <= at[0]:
        return heights[0]
    if score >= at[-1]:
        return heights[-1]
    right = bisect_right(at, score)
    share = (score - at[right - 1]) / (at[right] - at[right - 1])
    return heights[right - 1] + share * (heights[right] - heights[right - 1])
