"""The signals of a value as numbers that a scorer can weigh. Pure Python.

`FEATURES` names them in order, each with the sign its weight may have: +1 where more of it can only
speak for the value, -1 where it can only speak against it, 0 where the examples decide. That keeps
a few odd examples from teaching that, say, a broken rule is a good sign.
"""

from math import isfinite, log, log1p
from typing import Final

from winnow.contracts.evidence import Match, Scalar, Signals

FEATURES: Final[dict[str, int]] = {
    "found_exactly": 1,
    "found_normalised": 1,
    "found_nearly": 1,
    "grounding_score": 1,
    "places": 0,
    "labelled": 1,
    "unlabelled": -1,
    "ocr_logit": 1,
    "ocr_untold": 0,
    "token_logit": 1,
    "token_untold": 0,
    "agrees": 1,
    "differs": -1,
    "silent": 0,
    "rows_complete": 1,
    "rows_missing": -1,
    "row_full": 1,
    "row_untold": 0,
    "hidden": -1,
    "invalid": -1,
    "rules_broken": -1,
    "rules_kept": 1,
    "null": 0,
    "number": 0,
    "flag": 0,
    "length": 0,
}
SURE: Final = 1e-4  # probabilities are cut here and at 1 minus it before their log odds are taken
MANY: Final = 3  # rules beyond which more of them say no more


def features(value: Scalar, signals: Signals) -> list[float]:
    """One number a feature, in the order of FEATURES; NaN only where the value is no number."""
    found = signals.grounding
    rows, agreement = signals.rows_complete, signals.agreement
    return [
        float(found is Match.EXACT),
        float(found is Match.NORMALISED),
        float(found is Match.FUZZY),
        signals.grounding_score,
        log1p(signals.places),
        float(signals.labelled is True),
        float(signals.labelled is False),
        *_told(signals.ocr_confidence),
        *_told(signals.token_probability),
        float(agreement == "agrees"),
        float(agreement == "differs"),
        float(agreement == "silent"),
        float(rows is True),
        float(rows is False),
        signals.row_full or 0.0,
        float(signals.row_full is None),
        float(signals.hidden),
        float(not signals.valid),
        float(min(len(signals.rules_broken), MANY)),
        float(min(signals.rules_kept, MANY)),
        *_kind(value),
    ]


def log_odds(probability: float, edge: float = SURE) -> float:
    """log(p / (1 - p)), cut at both ends; NaN stays NaN."""
    if not isfinite(probability):
        return float("nan")
    cut = min(max(probability, edge), 1 - edge)
    return log(cut / (1 - cut))


def _told(probability: float | None) -> tuple[float, float]:
    return (0.0, 1.0) if probability is None else (log_odds(probability), 0.0)


def _kind(value: Scalar) -> tuple[float, float, float, float]:
    """Whether it is null, a number or a flag, and the length of a text (log of characters)."""
    match value:
        case None:
            return 1.0, 0.0, 0.0, 0.0
        case bool():
            return 0.0, 0.0, 1.0, 0.0
        case str():
            return 0.0, 0.0, 0.0, log1p(len(value))
        case _ if isfinite(value):
            return 0.0, 1.0, 0.0, 0.0
    return 0.0, float("nan"), 0.0, 0.0
