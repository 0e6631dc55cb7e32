"""From signals to a confidence, before there is anything to calibrate on. Pure."""

from typing import Final

from winnow.contracts.evidence import Match, Signals

NAME: Final = "prior-1"  # stated as the calibration version of every value it rated

# A value that cannot be found in the document is most likely invented; one found word for word is
# as good as the model was sure of it.
GROUNDING: Final[dict[Match, float]] = {
    Match.EXACT: 1.0,
    Match.NORMALISED: 0.97,
    Match.FUZZY: 0.6,
    Match.NONE: 0.2,
}
UNTOLD: Final = 0.9  # a model that does not tell its probabilities
EMPTY: Final = 0.5  # nothing was found: as often missed as absent
BROKEN_RULE: Final = 0.4
INVALID: Final = 0.05


def rate(value: object, signals: Signals) -> float:
    """A cautious stand-in for a calibrated probability (0..1)."""
    if not signals.valid:
        return INVALID
    sure = UNTOLD if signals.token_probability is None else signals.token_probability
    if value is None:
        return min(EMPTY, sure)
    rating = sure * GROUNDING[signals.grounding]
    if signals.ocr_confidence is not None:
        rating *= signals.ocr_confidence
    return rating * (BROKEN_RULE if signals.rules_broken else 1.0)
