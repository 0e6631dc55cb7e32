"""Is tuning worth it here? A rule, and its answer in words. Pure.

Quality first, then cost, as ladders do it. A tuned model earns its place where it is shown to be
better than all that needs no training, or as good as what costs more. Where something that costs no
more is as good, to within MARGIN, it does not. Everything else is not shown, which is said.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final

from winnow.tuning.comparing.comparison import Apart, Decision, Row, Verdict

MARGIN: Final = 0.02  # of the main measure: what counts as the same
DEARER: Final = 1.25  # times the cost from which a difference in cost is one
FEW: Final = 30  # documents below which a verdict is told with a warning
LEARNT: Final = {"layout", "classifier"}  # learn from labelled documents too, within seconds
CHAMPION: Final = "champion"


def judge_worth(
    tuned: Row | None, others: Sequence[Row], apart: Sequence[Apart], measure: str
) -> Verdict:
    """The verdict about the tuned model against the others."""
    if tuned is None:
        return Verdict(decision="not shown", reason=_untuned(others, measure))
    if not others:
        why = f"the tuned model was compared with nothing: {_told(tuned, measure)}"
        return Verdict(decision="not shown", reason=why)
    known = {one.against: one for one in apart}
    decision, reason = _decided(tuned, others, known, measure)
    return Verdict(decision=decision, reason=reason, notes=_notes(tuned, others, known, measure))


def _decided(
    tuned: Row, others: Sequence[Row], apart: dict[str, Apart], measure: str
) -> tuple[Decision, str]:
    ranked = sorted(others, key=lambda row: -(row.main.value or 0.0))
    above = [row for row in ranked if apart[row.model].verdict == "worse"]
    if above:
        return "not worth it", _beaten(tuned, above[0], apart, measure)
    unbeaten = [row for row in ranked if apart[row.model].verdict != "better"]
    if not unbeaten:
        return "worth it", _best(tuned, ranked[0], apart, measure)
    cheap = [row for row in unbeaten if not _dearer(row, tuned)]
    equal = [row for row in cheap if apart[row.model].difference.high <= MARGIN]
    if equal:
        return "not worth it", _as_good(tuned, equal[0], apart, measure)
    if cheap:
        return "not shown", _open(tuned, cheap[0], apart, measure)
    lowest = min(unbeaten, key=lambda row: apart[row.model].difference.low)
    if apart[lowest.model].difference.low >= -MARGIN:
        return "worth it", _cheaper(tuned, unbeaten[0], apart, measure)
    return "not shown", _open(tuned, lowest, apart, measure)


def _dearer(row: Row, tuned: Row) -> bool:
    return row.usd > DEARER * tuned.usd


def _best(tuned: Row, best: Row, apart: dict[str, Apart], measure: str) -> str:
    return (
        f"{_told(tuned, measure)}; the best of the others, {_named(best)}, has "
        f"{_value(best)}: {_difference(apart[best.model])}. {_costs(tuned, best)}"
    )


def _cheaper(tuned: Row, best: Row, apart: dict[str, Apart], measure: str) -> str:
    return (
        f"{_told(tuned, measure)}, within {MARGIN:.0%} of {_named(best)} at {_value(best)} "
        f"({_difference(apart[best.model])}), which costs more. {_costs(tuned, best)}"
    )


def _beaten(tuned: Row, best: Row, apart: dict[str, Apart], measure: str) -> str:
    return (
        f"{_named(best)} is better: {_value(best)} against {_value(tuned)} {measure} "
        f"({_difference(apart[best.model])}). {_costs(tuned, best)}{_instead(best)}"
    )


def _as_good(tuned: Row, other: Row, apart: dict[str, Apart], measure: str) -> str:
    return (
        f"{_named(other)} is as good: {_value(other)} against {_value(tuned)} {measure}, and tuning "
        f"gains at most {MARGIN:.0%} ({_difference(apart[other.model])}). {_costs(tuned, other)}"
        f"{_instead(other)}"
    )


def _open(tuned: Row, other: Row, apart: dict[str, Apart], measure: str) -> str:
    found = apart[other.model]
    return (
        f"{_told(tuned, measure)}, {_named(other)} {_value(other)}: {_difference(found)} could be "
        f"chance. {_needed(found)}"
    )


def _untuned(others: Sequence[Row], measure: str) -> str:
    best = max(others, key=lambda row: row.main.value or 0.0, default=None)
    led = f"; the best now is {_named(best)} with {_value(best)} {measure}" if best else ""
    return f"no tuned model was compared{led}: name one with --adapter"


def _needed(found: Apart) -> str:
    """About how many documents would show a difference of this size.

    The interval narrows with the root of their number; 1.4 stands for the power of 80 %.
    """
    size, reach = abs(found.difference.value or 0.0), found.difference.high - found.difference.low
    if size < MARGIN / 2:
        return "The two are so close that more documents would hardly tell them apart."
    number = ceil(found.documents * (1.4 * reach / 2 / size) ** 2)
    return f"A difference of this size would show on about {max(number, found.documents + 1)} documents."


def _notes(
    tuned: Row, others: Sequence[Row], apart: dict[str, Apart], measure: str
) -> tuple[str, ...]:
    notes = []
    if tuned.documents < FEW:
        notes.append(f"only {tuned.documents} documents were held out: all intervals are wide")
    for row in others:
        worse = [mark for mark, one in apart[row.model].slices.items() if one.high < 0]
        if row.role == CHAMPION and worse:
            notes.append(f"worse than the champion on {', '.join(worse)}")
    if tuned.valid.count < tuned.valid.of:
        lost = tuned.valid.of - tuned.valid.count
        notes.append(f"{lost} documents had an answer of the tuned model that did not fit the form")
    learnt = [row for row in others if row.role in LEARNT]
    for row in learnt:
        notes.append(
            f"{_named(row)} learns from the same documents in seconds: {_value(row)} {measure}"
        )
    return tuple(notes)


def _instead(other: Row) -> str:
    told = {
        "layout": " Let the layout read first: `ladder: [layout, ...]` in the recipe.",
        "classifier": " A regression over sentence embeddings needs no language model at all.",
        "retrieved": " Show the model the nearest labelled documents instead.",
        "few-shot": " The recipe's own examples are enough.",
        "base": " The recipe's words alone are enough.",
    }
    return told.get(other.role, "")


def _named(row: Row) -> str:
    return f"{row.role} ({row.model})" if row.role in ("api", CHAMPION, "tuned") else row.role


def _told(row: Row, measure: str) -> str:
    return f"{measure} {_value(row)} for the tuned model"


def _value(row: Row) -> str:
    main = row.main
    return "-" if main.value is None else f"{main.value:.3f} ({main.low:.3f}-{main.high:.3f})"


def _difference(one: Apart) -> str:
    apart = one.difference
    return f"{apart.value:+.3f}, {apart.low:+.3f} to {apart.high:+.3f}, p={one.p:.2g}"


def _costs(tuned: Row, other: Row) -> str:
    return f"A thousand documents cost {_dollars(tuned)}, against {_dollars(other)}."


def _dollars(row: Row) -> str:
    how = " of the machine's time" if row.by_time else ""
    return f"${1000 * row.usd:.2f}{how}"
