"""How a field's candidates are best found, judged on labelled documents."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.layout.agreeing import alike
from winnow.layout.candidates import NULL, Candidate, letters, nothing
from winnow.layout.context import Context
from winnow.layout.fitting import Example
from winnow.layout.page import Layout
from winnow.layout.plan import STRINGS, Finder, Plan
from winnow.recipes.equality import same

LOOKED_AT: Final = 120  # documents on which finders are compared
GAIN: Final = 0.04  # of the documents; a finder that adds less is left out
FEW: Final = 6  # different values of a field that may be a choice between them
REPEATED: Final = 5  # documents a value must have on average in such a field
JOINS: Final = (" ", ", ")


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled document as far as one field goes."""

    layout: Layout
    context: Context
    gold: Scalar


def plan_for(schema: Mapping[str, Any], seen: Sequence[Seen]) -> Plan:
    """The finders that the schema's type asks for; for text, those that find the right values."""
    golds = [one.gold for one in seen if one.gold is not None]
    if schema["type"] in ("number", "integer"):
        return Plan(("amounts",))
    if schema.get("format") == "date":
        return Plan(("days",))
    if schema["type"] == "boolean":
        return Plan(("choices",), (True, False))
    if "enum" in schema:
        return Plan(("choices",), tuple(schema["enum"]))
    if len(set(golds)) <= FEW and len(golds) >= REPEATED * len(set(golds)):
        return Plan(("choices",), tuple(dict.fromkeys(golds)))
    known, once = _spellings(golds)
    plan = Plan((), known=known, once=once, join=_joint(seen))
    plan = replace(plan, finders=_finders(plan, seen))
    return replace(plan, first=_first(plan, seen))


def example_of(plan: Plan, one: Seen) -> Example:
    """The candidates of a document, as if its own value had not been known before."""
    candidates = _without_own(plan, one.gold).find(one.layout, one.context)
    right = right_keys(candidates, one.gold) or {NULL}
    return Example((*candidates, nothing(candidates)), frozenset(right))


def right_keys(candidates: Sequence[Candidate], gold: Scalar) -> set[str]:
    """The keys of those that say what is right: the same if any are, else what is alike."""
    if gold is None:
        return set()
    for equal in (same, alike):
        if found := {one.key for one in candidates if equal(one.value, gold)}:
            return found
    return set()


def _spellings(golds: Sequence[Scalar]) -> tuple[dict[str, str], frozenset[str]]:
    """The values by their letters, each as it is mostly spelt, and the keys of those seen once."""
    texts = [gold for gold in golds if isinstance(gold, str) and letters(gold)]
    spelt = Counter(texts)
    often = Counter(letters(text) for text in texts)
    known = {letters(text): text for text in sorted(spelt, key=lambda text: (spelt[text], text))}
    return known, frozenset(key for key, count in often.items() if count == 1)


def _joint(seen: Sequence[Seen]) -> str:
    """What stands between the lines of a value that has several."""
    plans = {joint: Plan(("runs",), join=joint) for joint in JOINS}
    counts = {joint: len(_hits(plan, seen, same)) for joint, plan in plans.items()}
    return max(JOINS, key=counts.__getitem__)


def _finders(plan: Plan, seen: Sequence[Seen]) -> tuple[Finder, ...]:
    """Those that find right values which the cheaper ones before them do not."""
    chosen: list[Finder] = []
    reached: set[int] = set()
    for finder in STRINGS:
        found = _hits(replace(plan, finders=(finder,)), seen, alike)
        if len(found - reached) > GAIN * min(len(seen), LOOKED_AT):
            chosen.append(finder)
            reached |= found
    return tuple(chosen) or ("cells",)


def _first(plan: Plan, seen: Sequence[Seen]) -> int:
    """In how many of a document's first cells the text begins, with room for others."""
    places = [0]
    for one in seen[:LOOKED_AT]:
        candidates = plan.find(one.layout, one.context)
        right = right_keys(candidates, one.gold)
        places += sorted(candidate.at for candidate in candidates if candidate.key in right)[:1]
    return min(plan.first, 2 * max(places) + 10)


def _hits(plan: Plan, seen: Sequence[Seen], equal: Callable[[Scalar, Scalar], bool]) -> set[int]:
    """The documents in which the right value is found."""
    return {
        at
        for at, one in enumerate(seen[:LOOKED_AT])
        if one.gold is not None
        and any(
            equal(candidate.value, one.gold)
            for candidate in _without_own(plan, one.gold).find(one.layout, one.context)
        )
    }


def _without_own(plan: Plan, gold: Scalar) -> Plan:
    """The plan as if this document had not been among those that taught it."""
    own = letters(gold) if isinstance(gold, str) else ""
    if own not in plan.once:
        return plan
    return replace(plan, known={key: text for key, text in plan.known.items() if key != own})
