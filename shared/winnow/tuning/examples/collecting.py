"""All examples of a recipe that a model may be trained on, and what was left out. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.tuning.examples.consent import consents
from winnow.tuning.examples.labelled import LeftOut


@dataclass(frozen=True, slots=True)
class Collected:
    """The examples, reviewed documents first, and the documents that have none here."""

    examples: tuple[TrainingExample, ...]
    left_out: tuple[LeftOut, ...]

    def summary(self) -> dict[str, Any]:
        """Counts: examples and documents by origin and by task, documents left out by reason."""
        return {
            "examples": len(self.examples),
            "documents": len({(one.tenant, one.document) for one in self.examples}),
            "by_origin": dict(Counter(one.origin for one in self.examples)),
            "by_task": dict(Counter(one.task for one in self.examples)),
            "left_out": dict(Counter(one.reason for one in self.left_out)),
        }


def collect(
    reviewed: Iterable[TrainingExample],
    labelled: Sequence[TrainingExample],
    left_out: Sequence[LeftOut],
    settings: Settings,
    limit: int | None = None,
) -> Collected:
    """Those whose tenant consents, `limit` at most; the first of two that are the same one.

    Consent that was taken back since a document was reviewed counts: the settings are asked again.
    """
    kept: dict[str, TrainingExample] = {}
    refused: dict[str, LeftOut] = {}
    for one in [*reviewed, *labelled]:
        agreed = one.consent and (one.origin != "review" or consents(settings, one.tenant))
        if agreed:
            kept.setdefault(one.id, one)
        else:
            why = f"the tenant {one.tenant} has not consented to training"
            refused.setdefault(one.document, LeftOut(one.document, "no_consent", why))
    return Collected(tuple(kept.values())[:limit], (*left_out, *refused.values()))
