"""Is tuning worth it here? A rule, and its answer in words. Pure.

Quality first, then cost, as ladders do it. A tuned model earns its place where it is shown to be
better than all others, or as good as what costs more. Where something that costs no more is as
good, to within MARGIN, it does not. Everything else is not shown, which is said.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from winnow.tuning.comparing import wording
from winnow.tuning.comparing.comparison import Apart, Decision, Row, Verdict
from winnow.tuning.comparing.wording import MARGIN, named, value

DEARER: Final = 1.25  # times the cost from which a difference in cost is one
FEW: Final = 30  # documents below which a verdict is told with a warning
LEARNT: Final = {"layout", "classifier"}  # learn from labelled documents too, within seconds
CHAMPION: Final = "champion"


def judge_worth(
    tuned: Row | None, others: Sequence[Row], apart: Sequence[Apart], measure: str
) -> Verdict:
    """The verdict about the tuned model against the others."""
    if tuned is None:
        return Verdict(decision="not shown", reason=wording.untuned(others, measure))
    if not others:
        why = f"the tuned model was compared with nothing; it has {measure} {value(tuned)}"
        return Verdict(decision="not shown", reason=why)
    known = {one.against: one for one in apart}
    decision, reason = _decided(tuned, others, known, measure)
    return Verdict(decision=decision, reason=reason, notes=_notes(tuned, others, known, measure))


def _decided(
    tuned: Row, others: Sequence[Row], apart: Mapping[str, Apart], measure: str
) -> tuple[Decision, str]:
    ranked = sorted(others, key=lambda row: -(row.main.value or 0.0))
    above = [row for row in ranked if apart[row.name].verdict == "worse"]
    if above:
        return "not worth it", wording.beaten(tuned, above[0], apart[above[0].name], measure)
    unbeaten = [row for row in ranked if apart[row.name].verdict != "better"]
    if not unbeaten:
        return "worth it", wording.best_of_all(tuned, ranked[0], apart[ranked[0].name], measure)
    cheap = [row for row in unbeaten if row.usd <= DEARER * tuned.usd]
    for row in cheap:
        if apart[row.name].difference.high <= MARGIN:
            return "not worth it", wording.no_better(tuned, row, apart[row.name], measure)
    lowest = min(cheap or unbeaten, key=lambda row: apart[row.name].difference.low)
    found = apart[lowest.name]
    if not cheap and found.difference.low >= -MARGIN:
        return "worth it", wording.as_good_and_cheaper(tuned, lowest, found, measure)
    return "not shown", wording.still_open(tuned, lowest, found, measure)


def _notes(
    tuned: Row, others: Sequence[Row], apart: Mapping[str, Apart], measure: str
) -> tuple[str, ...]:
    notes = list[str]()
    if tuned.documents < FEW:
        notes.append(f"only {tuned.documents} documents were held out: all intervals are wide")
    for row in others:
        worse = [mark for mark, one in apart[row.name].slices.items() if one.high < 0]
        if row.role == CHAMPION and worse:
            notes.append(f"worse than the champion on {', '.join(worse)}")
    if lost := tuned.valid.of - tuned.valid.count:
        notes.append(f"{lost} documents had an answer of the tuned model that did not fit the form")
    notes += [
        f"{named(row)} learns from the same documents in seconds: {measure} {value(row)}"
        for row in others
        if row.role in LEARNT
    ]
    return tuple(notes)
