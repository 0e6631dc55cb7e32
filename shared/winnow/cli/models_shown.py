"""A tuned model, the gate's verdict and what changed, as text and as JSON. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from winnow.cli.terminal import table
from winnow.contracts.tuning import ModelRef, Serving
from winnow.registry.base import BaseChange
from winnow.registry.port import Version
from winnow.registry.promoting import Promotion
from winnow.registry.verdict import GateVerdict

NOBODY = "(the settings' model)"
LATEST = 10  # changes that are shown


@dataclass(frozen=True, slots=True)
class Shown:
    """A version, and every state of who answered its recipe and task, the latest first."""

    version: Version
    history: Sequence[Serving]


def card(shown: Shown) -> str:
    """All of a version, a line a thing."""
    version, told = shown.version, shown.version.card
    counts = ", ".join(f"{number} {part}" for part, number in told.counts.items())
    lines = [
        f"{told.recipe}/{told.task} version {version.ref.version}: {told.name}",
        f"  base        {told.base} {told.base_hash}",
        f"  trained     {told.created_at:%Y-%m-%d %H:%M} in {told.seconds:.0f} s on {counts}",
        f"  data        {told.data_hash}, {len(told.documents)} documents, {told.erased} erased",
        *(f"  {name:<11} {value}" for name, value in sorted(told.parameters.items())),
        *(f"  {name:<11} {found}" for name, found in _figures(told.figures)),
    ]
    if version.verdict is not None:
        lines.append(f"gate, {version.verdict.at:%Y-%m-%d %H:%M}: {version.verdict.words}")
        lines += [f"  {one.status:<7} {one.name}: {one.reason}" for one in version.verdict.checks]
    lines.append("who answered")
    lines += [f"  {_state(one)}" for one in shown.history[:LATEST]]
    return "\n".join(lines)


def whole(shown: Shown) -> dict[str, Any]:
    """The same for programs."""
    verdict = shown.version.verdict
    return {
        "ref": shown.version.ref.model_dump(mode="json"),
        "card": shown.version.card.model_dump(mode="json"),
        "gate": verdict_of(verdict) if verdict else None,
        "history": [dumped(one) for one in shown.history],
    }


def checks(verdict: GateVerdict) -> Table:
    """A row a rule."""
    made = table("rule", "", "found")
    for one in verdict.checks:
        made.add_row(one.name, one.status, one.reason)
    return made


def promotion(made: Promotion) -> dict[str, Any]:
    """A promotion, or its refusal, for programs."""
    return {
        "promoted": made.after is not None,
        "gate": verdict_of(made.verdict),
        "before": dumped(made.before),
        "after": dumped(made.after),
    }


def verdict_of(verdict: GateVerdict) -> dict[str, Any]:
    """What the gate found, for programs."""
    return {
        "passed": verdict.passed,
        "words": verdict.words,
        **verdict.model_dump(mode="json"),
    }


def moved(before: Serving | None, after: Serving) -> str:
    """What changed, in a line."""
    was = before.champion if before else None
    return (
        f"{after.recipe}/{after.task}: champion {_named(was)} -> {_named(after.champion)} "
        f"(revision {after.revision})"
    )


def base(changed: BaseChange | None) -> dict[str, Any]:
    """Whether a base changed, for programs."""
    if changed is None:
        return {"changed": False}
    served = [dumped(one) for one in changed.served]
    return {"changed": True, **asdict(changed), "served": served}


def base_words(changed: BaseChange) -> str:
    """What a changed base means."""
    served = ", ".join(f"{one.recipe}/{one.task}" for one in changed.served)
    return (
        f"{changed.base} was {changed.before} and is {changed.after} now: "
        f"{len(changed.calibrations)} calibrations are void, so what its models read goes to a "
        f"person; calibrate anew, and tune anew for {served or 'nobody yet'}"
    )


def dumped(serving: Serving | None) -> dict[str, Any] | None:
    """Who answers, for programs."""
    return serving.model_dump(mode="json") if serving else None


def _state(one: Serving) -> str:
    challenger = f", challenger {_named(one.challenger)} ({one.canary:.0%})"
    return (
        f"{one.revision:>3}  {one.changed_at:%Y-%m-%d %H:%M}  {_named(one.champion)}"
        f"{challenger if one.challenger else ''}  by {one.changed_by}: {one.why}"
    )


def _named(ref: ModelRef | None) -> str:
    return f"version {ref.version} {ref.model}" if ref else NOBODY


def _figures(figures: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    """Every figure that has a value, with its interval where it has one."""
    for name, inner in figures.items():
        path = f"{at}.{name}" if at else name
        match inner:
            case {"value": int() | float() as value, "low": low, "high": high}:
                yield path, f"{value:.3f} ({low:.3f}-{high:.3f})"
            case {"value": int() | float() as value}:
                yield path, f"{value:.3f}"
            case dict():
                yield from _figures(inner, path)
