"""Whether a challenger that answers a share of the documents is better, or worse. Pure.

Two things are looked at, after every document:

- *Arms.* A document's id draws who answers it, so the challenger answers the same share of good and
  bad ones. Of the documents that a person had to change it therefore holds its share, or less if it
  is better. This counts every document, whoever decided it, and rests on the drawing alone; but a
  model that is too sure of itself, so that fewer people look, seems better.
- *Pairs.* Documents that both answered, one of them in shadow, and that a person decided. Where
  just one of the two is right, it is either as often if they are equal (McNemar, Psychometrika 12,
  1947). Confidence wins nothing here; but a person who was shown one answer leans towards it.

Each is the question whether a rate is above p, asked again and again, so each is tested by the
confidence sequence of `winnow.calibration.auditing` (Robbins 1970; Howard et al. 2021), which
holds at all times at once: looking is free. The four tests share the error evenly (Bonferroni): an
equal challenger is called better or worse with a probability of at most 1 - assurance, ever.
"""

from dataclasses import dataclass
from typing import Final, Literal

from winnow.calibration.auditing import audit_breach

TESTS: Final = 4

Ruling = Literal["promote", "drop", "wait"]


@dataclass(frozen=True, slots=True)
class Arm:
    """What became of the documents that one model answered since the canary began.

    `changed` documents had a value that a person changed; of the `looked` values that people
    decided on, `wrong` were changed.
    """

    documents: int = 0
    reviewed: int = 0
    decided: int = 0
    changed: int = 0
    looked: int = 0
    wrong: int = 0
    usd: float = 0.0
    seconds: float = 0.0

    @property
    def quality(self) -> float | None:
        """Share of decided documents that nobody had to change."""
        return 1 - self.changed / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Decided documents that both answered: who alone was right, and how often neither alone."""

    challenger: int = 0
    champion: int = 0
    equal: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """How sure a ruling is; after `most` decided documents of the challenger it must have won."""

    assurance: float = 0.95
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    ruling: Ruling
    why: str


def judge(challenger: Arm, champion: Arm, pairs: Pairs, share: float, rules: Rules) -> Judged:
    """What is to be done with a challenger that has answered `share` of the documents."""
    worse = _worse(challenger, champion, pairs, share, rules)
    if worse:
        return Judged("drop", f"worse than the champion: {worse}")
    better = _better(challenger, champion, pairs, share, rules)
    if better:
        return Judged("promote", f"better than the champion: {better}")
    if challenger.decided >= rules.most:
        return Judged("drop", f"not shown to be better in {challenger.decided} decided documents")
    return Judged("wait", f"no difference is shown yet: {_arms(challenger, champion)}")


def _worse(challenger: Arm, champion: Arm, pairs: Pairs, share: float, rules: Rules) -> str:
    changed = challenger.changed + champion.changed
    if _above(challenger.changed, changed, share, rules):
        return f"{_arms(challenger, champion)}, at a share of {share:.0%}"
    if _above(pairs.champion, pairs.champion + pairs.challenger, 0.5, rules):
        return _paired(pairs)
    return ""


def _better(challenger: Arm, champion: Arm, pairs: Pairs, share: float, rules: Rules) -> str:
    """By either test, unless the other points the other way.

    So an answer that is only more often let through unseen does not win.
    """
    changed = challenger.changed + champion.changed
    by_arms = _above(champion.changed, changed, 1 - share, rules)
    by_pairs = _above(pairs.challenger, pairs.champion + pairs.challenger, 0.5, rules)
    if by_pairs and challenger.changed <= share * changed:
        return _paired(pairs)
    if by_arms and pairs.challenger >= pairs.champion and _as_right(challenger, champion):
        return f"{_arms(challenger, champion)}, at a share of {share:.0%}"
    return ""


def _as_right(challenger: Arm, champion: Arm) -> bool:
    """Whether the values that people saw are not wrong more often."""
    return challenger.wrong * champion.looked <= champion.wrong * challenger.looked


def _above(count: int, of: int, rate: float, rules: Rules) -> bool:
    """Whether more than `rate` of these are `count`ed, at all times at once."""
    if not 0 < rate < 1:
        return False
    assurance = 1 - (1 - rules.assurance) / TESTS
    return audit_breach(of, count, rate, assurance) is not None


def _arms(challenger: Arm, champion: Arm) -> str:
    return (
        f"people changed {challenger.changed} of its {challenger.documents} documents and "
        f"{champion.changed} of the champion's {champion.documents}"
    )


def _paired(pairs: Pairs) -> str:
    return (
        f"of {pairs.challenger + pairs.champion} documents that just one of the two had right, it "
        f"had {pairs.challenger}"
    )
