"""How far down a score may be trusted, so that a tolerated error rate is kept. Pure Python.

The method is Learn then Test (A. Angelopoulos, S. Bates, E. Candes, M. Jordan, L. Lei, 2021,
arXiv 2110.01052). Each threshold of a fixed grid is a hypothesis: "what is accepted here is wrong
more often than tolerated". They are tested in a fixed order, from the strictest down, until one
cannot be rejected; the last rejected one is the threshold. That needs no correction for many tests:
the promise can break only if the first true hypothesis of the order is rejected, and that has the
probability of one test. Of the examples that a threshold accepts the number of wrong ones is
binomial, so the test is exact at every size.

Which steps of the grid are taken depends on how many examples they accept, never on which of
these are right: the first step accepts a good part of them, and each next one some more. It costs
nothing where a higher score does not mean more errors, which the scorer is fitted to.

The test is of the rate in the long run. The next batch, as large as this one, may by chance have
more errors than tolerated: with assurance 0.95 in at most 4.3 % of cases, whatever the true rate,
which must be high enough for that batch and low enough for the gate. This is the mean over samples.
Of a pool of documents that is cut in two again and again, some hold just the number of errors that
most cuts divide badly; `next_batch` bounds that too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, isfinite, log, log1p
from typing import Final

from winnow.calibration.binomial import at_most, rate_at_most
from winnow.contracts.calibration import Scored

# Even steps of the log odds, from 0.9999 to 0.018: zero is never accepted.
GRID: Final = tuple(1 / (1 + exp(-step / 4)) for step in range(36, -17, -1))
START: Final = 0.4  # of the examples, at least, are accepted by the first step: fewer tell little
STRIDE: Final = 1.1  # times as many as before, at least: each step is one more chance to stop early
UNEVEN: Final = 1.25  # times 1 - assurance: less would ask for a third more examples, of any pool
TINY: Final = 1e-12  # what a double loses
ENOUGH: Final = 100_000  # accepted examples; what these cannot show is not shown by more


@dataclass(frozen=True, slots=True)
class Gate:
    """From which score on values pass without a person, and what was seen of such values.

    `threshold` is None when nothing may pass: then `why` says why, and `needed` how many more
    examples it takes at the least (0 where it is not for lack of them). `accepted` and `errors`
    count held-out examples that pass, `coverage` is their share, and `error_at_most` the upper
    bound of their error rate at the assurance that was asked for.
    """

    threshold: float | None
    accepted: int = 0
    errors: int = 0
    error_at_most: float | None = None
    coverage: float = 0.0
    needed: int = 0
    why: str = ""

    def accepts(self, score: float) -> bool:
        """Whether a value of this calibrated probability passes; what is no number never does."""
        return self.threshold is not None and isfinite(score) and score >= self.threshold


@dataclass(frozen=True, slots=True)
class Step:
    """What a threshold accepts of the examples, and how many of that are wrong."""

    threshold: float
    accepted: int
    errors: int


def long_run(errors: int, accepted: int, tolerated: float) -> float:
    """The p-value of "more is wrong than tolerated": P(Bin(accepted, tolerated) <= errors)."""
    return at_most(errors, accepted, tolerated)


def next_batch(errors: int, accepted: int, tolerated: float) -> float:
    """How rarely a pool with one error too many for the rest shows as few as `errors` here.

    Cut in two at random, each error falls into either half with probability one half: of the
    number of errors that just breaks the rate in the other half, so few are here (a sign test).
    """
    return at_most(errors, errors + floor(tolerated * accepted + 1e-9) + 1, 0.5)


def passes(errors: int, accepted: int, tolerated: float, assurance: float) -> bool:
    """Whether a threshold with these errors among what it accepts keeps the rate."""
    risk = 1 - assurance + TINY
    return (
        long_run(errors, accepted, tolerated) <= risk
        and next_batch(errors, accepted, tolerated) <= UNEVEN * risk
    )


def fewest(tolerated: float, assurance: float) -> int:
    """How many accepted examples, all of them right, it takes to show the rate at all.

    60 for 5 % at 95 %, 150 for 2 %, 300 for 1 %: the n of (1 - tolerated)^n <= 1 - assurance, or
    the one that the next batch asks for.
    """
    risk = 1 - assurance
    alone = ceil(log(risk) / log1p(-tolerated) - 1e-9)
    halvings = ceil(-log(UNEVEN * risk) / log(2) - 1e-9)
    return max(alone, ceil((halvings - 1) / tolerated - 1e-9))


def gate(scored: Sequence[Scored], tolerated: float, assurance: float) -> Gate:
    """The lowest threshold that keeps the errors among what it accepts within `tolerated`.

    `scored` are independent examples that the scorer was not fitted on. With a probability of
    `assurance` over their choice, the error rate of all that passes later is at most `tolerated`,
    as long as it is of the same kind.
    """
    steps = _steps([one for one in scored if isfinite(one.score)])
    least = max(fewest(tolerated, assurance), START * len(scored))
    passed, before = None, 0.0
    for step in steps:
        if step.accepted < max(least, STRIDE * before):
            continue
        if not passes(step.errors, step.accepted, tolerated, assurance):
            break
        passed, before = step, step.accepted
    if passed is None:
        return _closed(steps, len(scored), tolerated, assurance)
    return Gate(
        passed.threshold,
        passed.accepted,
        passed.errors,
        rate_at_most(passed.errors, passed.accepted, assurance),
        passed.accepted / len(scored),
    )


def _steps(scored: Sequence[Scored]) -> list[Step]:
    """What each threshold of the grid accepts, the strictest first."""
    by_score = sorted(scored, key=lambda one: -one.score)
    steps, at, errors = [], 0, 0
    for threshold in GRID:
        while at < len(by_score) and by_score[at].score >= threshold:
            errors += not by_score[at].right
            at += 1
        steps.append(Step(threshold, at, errors))
    return steps


def _closed(steps: list[Step], examples: int, tolerated: float, assurance: float) -> Gate:
    """The gate that lets nothing through, and what it would take to open it.

    The estimate: at each threshold whose examples are wrong less often than tolerated, so many that
    the bound would hold if that share stayed; of all thresholds the fewest. It is a least: the
    share may turn out higher, and examples differ.
    """
    if not examples:
        return Gate(None, needed=fewest(tolerated, assurance), why="there is no example of it")
    sizes = [
        ceil(size / (step.accepted / examples))
        for step in steps
        if step.accepted >= max(1, START * examples)
        and (size := _size_for(step.errors / step.accepted, tolerated, assurance))
    ]
    if not sizes:
        why = f"even of the surest {START:.0%} of the values more than {tolerated:.1%} are wrong"
        return Gate(None, why=f"{why}: a better reading is needed, not more examples")
    needed = max(1, min(sizes) - examples)
    return Gate(None, needed=needed, why=f"{examples} examples are too few to show {tolerated:.1%}")


def _size_for(share: float, tolerated: float, assurance: float) -> int | None:
    """How many accepted examples show the rate while this share of them is wrong."""
    if share >= tolerated:
        return None
    low, high = 0, fewest(tolerated, assurance)
    while not passes(round(share * high), high, tolerated, assurance):
        low, high = high, high * 2
        if high > ENOUGH:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if passes(round(share * middle), middle, tolerated, assurance):
            high = middle
        else:
            low = middle
    return high
