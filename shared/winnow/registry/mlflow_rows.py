"""How a version stands in MLflow: its name, its tags, and back. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from winnow.contracts.tuning import ModelCard, ModelRef
from winnow.registry.port import Version
from winnow.registry.verdict import GateVerdict

CARD: Final = "card.json"
REF: Final = "winnow.ref"
DIGEST: Final = "winnow.card"
EVIDENCE: Final = "winnow.evidence"
VERDICT: Final = "winnow.verdict"
ERASED: Final = "winnow.erased."  # and the document's SHA-256: noted twice, it counts once
LONGEST: Final = 500  # characters of a parameter


def name_of(recipe: str, task: str) -> str:
    """What a recipe's tuned models of a task are called in the registry."""
    return f"{recipe}.{task}"


def key_of(version: Version) -> tuple[str, str]:
    """Name and version."""
    return name_of(version.card.recipe, version.card.task), version.ref.version


def tags(card: ModelCard, ref: ModelRef) -> dict[str, str]:
    """What a version is found by; set with it, in one statement."""
    return {
        REF: ref.model_dump_json(),
        DIGEST: _digest(card),
        "recipe": card.recipe,
        "task": card.task,
        "model": card.name,
        "base": f"{card.base} {card.base_hash}",
        "data": card.data_hash,
    }


def is_ours(row: Any) -> bool:
    """Whether a version of the server is one of Winnow's."""
    return REF in row.tags


def is_same(row: Any, card: ModelCard) -> bool:
    """Whether a version is this very adapter."""
    return bool(row.tags.get(DIGEST) == _digest(card))


def version_of(row: Any, card: ModelCard) -> Version:
    """A version as MLflow has it; `row.tags` are newer than the card."""
    ref = ModelRef.model_validate_json(row.tags[REF])
    erased = sum(key.startswith(ERASED) for key in row.tags)
    verdict = row.tags.get(VERDICT)
    return Version(
        ref=ref.model_copy(update={"version": str(row.version)}),
        card=card.model_copy(update={"erased": erased}),
        created_at=datetime.fromtimestamp(row.creation_timestamp / 1000, UTC),
        verdict=GateVerdict.model_validate_json(verdict) if verdict else None,
    )


def no_version(recipe: str, task: str, version: str, known: Sequence[Version]) -> str:
    """Tell which version there is not, and which there are."""
    told = ", ".join(one.ref.version for one in known)
    there = f"there are {told}" if told else "there is none at all"
    return f"{recipe}/{task} has no version {version}; {there}: winnow models list"


def parameters(card: ModelCard) -> dict[str, str]:
    """What the training was told, as MLflow's parameters."""
    told = {**card.parameters, "base": card.base, "data_hash": card.data_hash, **card.environment}
    return {_key(name): str(value)[:LONGEST] for name, value in told.items()}


def measured(card: ModelCard) -> Iterator[tuple[str, float, int]]:
    """Curves and figures as metrics: name, value, step."""
    for at, point in enumerate(card.curves):
        step = int(point.get("step", at))
        yield from ((_key(name), value, step) for name, value in point.items() if name != "step")
    yield from ((_key(name), value, 0) for name, value in _flat("", card.figures))
    yield from (("seconds", card.seconds, 0), ("peak_bytes", float(card.peak_bytes), 0))


def _flat(at: str, value: Any) -> Iterator[tuple[str, float]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _flat(f"{at}.{name}" if at else str(name), inner)
        case bool():
            return
        case int() | float():
            yield at, float(value)


def _key(name: str) -> str:
    """MLflow's names know letters, digits, blanks and a few marks."""
    return "".join(sign if sign.isalnum() or sign in "_-. /" else "_" for sign in name)[:250]


def _digest(card: ModelCard) -> str:
    """Hash of what was trained on what; when, or how well, does not make another adapter."""
    told = [card.name, card.base_hash, card.data_hash, card.fields_hash, str(card.shown)]
    return sha256("\0".join(told).encode()).hexdigest()[:16]
