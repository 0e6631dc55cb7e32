"""The list of tuned models as a table and as JSON. Pure but for the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from rich.table import Table

from winnow.cli.terminal import table
from winnow.contracts.tuning import Alias, ModelRef, Serving
from winnow.records.moment import now
from winnow.registry.port import Version


@dataclass(frozen=True, slots=True)
class Listed:
    """Versions, who answers, and what had to be mended."""

    versions: Sequence[Version]
    serving: Sequence[Serving]
    mended: Sequence[str]


def as_table(listed: Listed) -> Table:
    """A row a version, and one for each model that answers without being a version."""
    made = table("recipe", "task", "version", "alias", "model", "quality", "gate", "age", "erased")
    for one in as_lines(listed):
        made.add_row(
            one["recipe"],
            one["task"],
            one["version"],
            ", ".join(one["aliases"]),
            one["model"],
            one["quality"],
            {True: "passed", False: "refused"}.get(one["passed"], "-"),
            one["age"],
            f"{one['erased']} of {one['documents']}" if one["erased"] else "",
        )
    return made


def as_lines(listed: Listed) -> Iterator[dict[str, Any]]:
    """The same for programs."""
    for version in listed.versions:
        card = version.card
        yield {
            "recipe": card.recipe,
            "task": card.task,
            "version": version.ref.version,
            "aliases": _aliases(listed.serving, card.recipe, card.task, version.ref),
            "model": version.ref.model,
            "quality": _quality(card.figures),
            "figures": card.figures,
            "passed": version.verdict and version.verdict.passed,
            "age": _age(version.created_at),
            "created_at": version.created_at.isoformat(),
            "documents": len(card.documents),
            "erased": card.erased,
        }
    known = [one.ref for one in listed.versions]
    for serving in listed.serving:
        for ref in {serving.champion, serving.challenger} - {None, *known}:
            yield _stranger(serving, ref, listed.serving)


def _stranger(serving: Serving, ref: ModelRef | None, all_: Sequence[Serving]) -> dict[str, Any]:
    """A model that answers and is none of the registry's versions."""
    assert ref is not None
    return {
        "recipe": serving.recipe,
        "task": serving.task,
        "version": ref.version,
        "aliases": _aliases(all_, serving.recipe, serving.task, ref),
        "model": ref.model,
        "quality": "not in the registry",
        "figures": {},
        "passed": None,
        "age": "",
        "created_at": None,
        "documents": 0,
        "erased": 0,
    }


def _aliases(serving: Sequence[Serving], recipe: str, task: str, ref: ModelRef) -> list[str]:
    mine = [one for one in serving if (one.recipe, one.task) == (recipe, task)]
    return [
        f"challenger ({one.canary:.0%})" if alias == "challenger" and one.canary else alias
        for one in mine
        for alias in get_args(Alias)
        if getattr(one, alias) == ref
    ]


def _quality(figures: dict[str, Any]) -> str:
    """The first figure that has a value, as `field F1 0.912`."""
    for name, inner in figures.items():
        match inner:
            case {"value": int() | float() as value}:
                return f"{name} {value:.3f}"
            case dict() if found := _quality(inner):
                return found
    return ""


def _age(since: datetime) -> str:
    days, seconds = divmod(int((now() - since).total_seconds()), 86_400)
    return f"{days} d" if days else f"{seconds // 3600} h {seconds % 3600 // 60} min"
