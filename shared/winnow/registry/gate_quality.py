"""The gate's rules on quality: better than the champion, and nowhere worse. Pure."""

from dataclasses import dataclass

from winnow.evaluation.significance import holm
from winnow.registry.evidence import Evidence
from winnow.registry.paired import Apart, Pair, apart, pairs_of
from winnow.registry.verdict import Check


@dataclass(frozen=True, slots=True)
class Bars:
    """How sure the gate wants to be. `level` is how often it may be wrong by chance.

    With fewer documents than `documents` it judges nothing; a slice with fewer than `slice` is told
    but not judged, because in so few even a bad loss may be chance. `ece` is the calibration error
    that the interval must reach down to.
    """

    level: float = 0.05
    documents: int = 30
    slice: int = 10
    ece: float = 0.1


def enough(evidence: Evidence, bars: Bars) -> Check:
    """Whether both answered enough of the same held-out documents."""
    both = len(pairs_of(evidence.champion_outcomes, evidence.outcomes))
    asked = {one.document for one in (*evidence.champion_outcomes, *evidence.outcomes)}
    reason = f"{both} held-out documents were answered by both"
    if both < bars.documents:
        wanted = f"{reason}; it takes {bars.documents}: hold out more"
        return Check(name="documents", status="broken", reason=wanted)
    if left_out := len(asked) - both:
        wanted = f"{reason}, {left_out} by one of them alone: compare both on the same"
        return Check(name="documents", status="broken", reason=wanted)
    return Check(name="documents", status="kept", reason=reason)


def better(evidence: Evidence, bars: Bars) -> Check:
    """Whether the challenger is better by more than the noise: the test and the interval say so."""
    pairs = pairs_of(evidence.champion_outcomes, evidence.outcomes)
    if not pairs:
        return Check(name="better", status="broken", reason="there is no document to compare on")
    found = apart(pairs)
    reason = f"{evidence.measure} {_told(found)}, p {found.p:.3g}"
    if found.gain > 0 and found.p < bars.level and found.low > 0:
        return Check(name="better", status="kept", reason=reason)
    why = "it lost" if found.gain < 0 else "that may be chance"
    return Check(name="better", status="broken", reason=f"{reason}: {why}")


def slices(evidence: Evidence, bars: Bars) -> Check:
    """Whether no slice became worse; of many slices some do by chance, so Holm's p counts."""
    parts = _parts(pairs_of(evidence.champion_outcomes, evidence.outcomes))
    judged = {name: apart(pairs) for name, pairs in parts.items() if len(pairs) >= bars.slice}
    adjusted = holm({name: found.p_worse for name, found in judged.items()})
    worse = [name for name, p in adjusted.items() if p < bars.level and judged[name].gain < 0]
    few = [f"{name} ({len(pairs)})" for name, pairs in parts.items() if name not in judged]
    left = f"; too few to judge: {', '.join(few)}" if few else ""
    if worse:
        lost = "; ".join(f"{name} {_told(judged[name])}, p {adjusted[name]:.3g}" for name in worse)
        return Check(name="slices", status="broken", reason=f"worse in {lost}{left}")
    if not judged:
        return Check(name="slices", status="told", reason=f"no slice is large enough{left}")
    told = ", ".join(f"{name} {found.gain:+.3f}" for name, found in judged.items())
    return Check(name="slices", status="kept", reason=f"none is worse: {told}{left}")


def _parts(pairs: list[Pair]) -> dict[str, list[Pair]]:
    """Pairs by slice, as `language: de`; a document stands in one slice of each kind."""
    parts: dict[str, list[Pair]] = {}
    for pair in pairs:
        for kind, value in pair[1].slices.items():
            parts.setdefault(f"{kind}: {value}", []).append(pair)
    return dict(sorted(parts.items()))


def _told(found: Apart) -> str:
    return (
        f"{found.before:.3f} -> {found.now:.3f} ({found.gain:+.3f}, 95 % {found.low:+.3f} to "
        f"{found.high:+.3f})"
    )
