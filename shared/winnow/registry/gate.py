"""The gate: whether a challenger may be champion. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard
from winnow.recipes.recipe import Recipe
from winnow.records.moment import now
from winnow.registry import gate_serving as serving
from winnow.registry.evidence import Evidence
from winnow.registry.gate_quality import Bars, better, enough, slices
from winnow.registry.verdict import Check, GateVerdict


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenger and all that the gate judges it by.

    `champion` is the name of who serves now, None where nobody was named; `evidence` and
    `calibration` are None where there is none, which the gate does not let pass.
    """

    card: ModelCard
    recipe: Recipe
    base_hash: str
    champion: str | None
    evidence: Evidence | None
    calibration: Calibration | None


def judge(challenge: Challenge, bars: Bars | None = None) -> GateVerdict:
    """Hold the challenger against each rule; it passes when it breaks none."""
    evidence, limits = challenge.evidence, bars or Bars()
    checks = [
        serving.base(challenge.card, challenge.base_hash),
        serving.recipe(challenge.card, challenge.recipe),
        serving.erased(challenge.card),
        serving.calibrated(challenge.card, challenge.recipe, challenge.calibration, limits.ece),
    ]
    if evidence is None:
        checks.append(
            Check(
                name="compared",
                status="broken",
                reason="it was never compared with who serves now, on documents it was not trained "
                "on: run winnow tune, which does",
            )
        )
    else:
        checks.append(serving.compared(challenge.card, evidence, challenge.champion))
        rules: tuple[Callable[[Evidence, Bars], Check], ...] = (enough, better, slices)
        checks += [rule(evidence, limits) for rule in rules]
        checks.append(serving.parity(evidence))
    return GateVerdict(
        model=challenge.card.name, champion=challenge.champion, checks=tuple(checks), at=now()
    )
