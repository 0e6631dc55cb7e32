"""The sentences of verdicts. Pure."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from winnow.tuning.comparing.comparison import Apart, Row

MARGIN: Final = 0.02  # of the main measure: what counts as the same
NAMED: Final = {"api", "champion", "tuned"}  # roles that several models may have
INSTEAD: Final = {
    "layout": " Let the layout read first: `ladder: [layout, ...]` in the recipe.",
    "classifier": " A regression over sentence embeddings needs no language model at all.",
    "retrieved": " Show the model the nearest labelled documents instead.",
    "few-shot": " The recipe's own examples are enough.",
    "base": " The recipe's words alone are enough.",
}


def best_of_all(tuned: Row, next_best: Row, apart: Apart, measure: str) -> str:
    """Better than everything else."""
    return (
        f"{_told(tuned, measure)}; the best of the others, {named(next_best)}, has "
        f"{value(next_best)}: {_difference(apart)}. {_costs(tuned, next_best)}"
    )


def as_good_and_cheaper(tuned: Row, other: Row, apart: Apart, measure: str) -> str:
    """As good as what costs more."""
    return (
        f"{_told(tuned, measure)}, within {MARGIN:.0%} of {named(other)} at {value(other)} "
        f"({_difference(apart)}), which costs more. {_costs(tuned, other)}"
    )


def beaten(tuned: Row, other: Row, apart: Apart, measure: str) -> str:
    """Worse than another."""
    return (
        f"{named(other)} is better: {value(other)} against {value(tuned)} {measure} "
        f"({_difference(apart)}). {_costs(tuned, other)}{INSTEAD.get(other.role, '')}"
    )


def no_better(tuned: Row, other: Row, apart: Apart, measure: str) -> str:
    """Not better than what costs no more."""
    return (
        f"{named(other)} is as good: {value(other)} against {value(tuned)} {measure}, and tuning "
        f"gains at most {MARGIN:.0%} ({_difference(apart)}). {_costs(tuned, other)}"
        f"{INSTEAD.get(other.role, '')}"
    )


def still_open(tuned: Row, other: Row, apart: Apart, measure: str) -> str:
    """Neither better, nor worse, nor the same, as far as these documents tell."""
    return (
        f"{_told(tuned, measure)}, {named(other)} {value(other)}: {_difference(apart)} could be "
        f"chance. {_needed(apart)}"
    )


def untuned(others: Sequence[Row], measure: str) -> str:
    """There was no tuned model; the best of what there was."""
    best = max(others, key=lambda row: row.main.value or 0.0, default=None)
    led = f"; the best now is {named(best)} with {value(best)} {measure}" if best else ""
    return f"no tuned model was compared{led}: name one with --adapter"


def named(row: Row) -> str:
    """The role, and the model where the role does not tell which."""
    return f"{row.role} ({row.model})" if row.role in NAMED else row.role


def value(row: Row) -> str:
    """The main measure with its interval."""
    main = row.main
    return "-" if main.value is None else f"{main.value:.3f} ({main.low:.3f}-{main.high:.3f})"


def _told(row: Row, measure: str) -> str:
    return f"{measure} {value(row)} for the tuned model"


def _difference(one: Apart) -> str:
    apart = one.difference
    return f"{apart.value:+.3f}, {apart.low:+.3f} to {apart.high:+.3f}, p={one.p:.2g}"


def _needed(found: Apart) -> str:
    """About how many documents would show a difference of this size.

    The interval narrows with the root of their number; 1.4 stands for a power of 80 %.
    """
    size, reach = abs(found.difference.value or 0.0), found.difference.high - found.difference.low
    if size < MARGIN / 2:
        return "The two are so close that more documents would hardly tell them apart."
    about = ceil(found.documents * (1.4 * reach / 2 / size) ** 2)
    number = max(about, found.documents + 1)
    return f"A difference of this size would show on about {number} documents."


def _costs(tuned: Row, other: Row) -> str:
    return f"A thousand documents cost {_dollars(tuned)}, against {_dollars(other)}."


def _dollars(row: Row) -> str:
    how = " of the machine's time" if row.by_time else ""
    return f"${1000 * row.usd:.2g}{how}"
