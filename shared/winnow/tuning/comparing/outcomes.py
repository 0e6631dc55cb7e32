"""What came of one held-out document under one contender. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import Field

from winnow.contracts.base import Record
from winnow.contracts.usage import Usage
from winnow.evaluation.answering import Answered
from winnow.evaluation.scores import Tally, tallies, total
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow.recipes.rules import broken_rules
from winnow.tuning.comparing.held import Held
from winnow.tuning.comparing.kinds import Kind
from winnow.tuning.comparing.rouge import NAMES, rouge

HOUR: Final = 3600.0
UNPRICED: Final = (None, "local")  # what `Usage.prices` says of a model of one's own


class Outcome(Record):
    """An answer, judged.

    `right`, `returned` and `true` count values; of one label or text both latter are 1, and `right`
    is 1 or 0, or ROUGE-L. So 2 right / (returned + true) is field F1, accuracy, mean ROUGE-L.
    """

    document: str
    right: float
    returned: float
    true: float
    exact: bool = Field(description="Every value right; of a text: ROUGE-L 1.")
    valid: bool = Field(description="Its answers fitted the form at once, without a repair.")
    failure: str | None = None
    fields: dict[str, tuple[int, int, int]] = Field(
        default_factory=dict, description="By field: right, returned, true."
    )
    said: str | None = Field(default=None, description="The label or text.")
    label: str | None = Field(default=None, description="The true label.")
    rouge: dict[str, float] = Field(default_factory=dict)
    rules_kept: bool = Field(default=False, description="Answered, and no rule is broken.")
    usd: float = Field(description="By price; without one, by the seconds of the machine.")
    by_time: bool = Field(description="Whether it was counted by time.")
    seconds: float
    slices: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a service made of a document that is no extraction: a label or a text."""

    text: str | None
    failure: str | None = None
    usage: tuple[Usage, ...] = ()
    document: str = field(default="")  # its id in the ledger of calls


def of_values(
    one: Answered, held: Held, recipe: Recipe, valid: bool, usd_per_hour: float
) -> Outcome:
    """An extraction whose values are right or wrong each."""
    counts = tallies(one.judged, one.missed)
    whole = total(counts.values())
    right = one.failure is None and not one.missed and all(leaf.right for leaf in one.judged)
    return Outcome(
        document=held.labelled.id,
        right=whole.right,
        returned=whole.returned,
        true=whole.true,
        exact=right,
        valid=valid and one.failure is None,
        failure=one.failure,
        fields={name: _three(tally) for name, tally in counts.items()},
        rules_kept=_keeps_rules(one, recipe),
        slices=dict(held.slices),
        **_spent(one.usage, one.drafted, usd_per_hour),
    )


def of_said(one: Said, held: Held, kind: Kind, valid: bool, usd_per_hour: float) -> Outcome:
    """A label, or a text."""
    scores: dict[str, float] = {}
    if kind == "text":
        scores = rouge(one.text or "", held.references)
        right = scores[NAMES["rougeL"]]
    else:
        right = float(one.failure is None and one.text == held.label)
    return Outcome(
        document=held.labelled.id,
        right=right,
        returned=1,
        true=1,
        exact=right == 1,
        valid=valid and one.failure is None,
        failure=one.failure,
        said=one.text,
        label=held.label if kind == "label" else None,
        rouge=scores,
        rules_kept=one.failure is None,
        slices=dict(held.slices),
        **_spent(one.usage, 0.0, usd_per_hour),
    )


def said_of(one: Answered) -> Said:
    """The only value of an extraction."""
    values = list(leaves(one.extraction.data).values()) if one.extraction else []
    text = None if not values or values[0] is None else str(values[0])
    return Said(text, one.failure, one.usage, one.document)


def valid_documents(documents: Iterable[str], failed: Mapping[str, int]) -> dict[str, bool]:
    """Whether no answer about a document was thrown away; `failed` counts those that were."""
    return {one: bool(one) and not failed.get(one) for one in documents}


def _keeps_rules(one: Answered, recipe: Recipe) -> bool:
    answered = one.extraction is not None and one.failure is None
    return answered and not broken_rules(recipe, one.extraction.data if one.extraction else {})


def _three(tally: Tally) -> tuple[int, int, int]:
    return tally.right, tally.returned, tally.true


def _spent(usage: Sequence[Usage], drafted: float, usd_per_hour: float) -> dict[str, float | bool]:
    """Dollars and seconds of a document; without calls, as by the layout, those of the draft."""
    if not usage:
        return {"usd": drafted * usd_per_hour / HOUR, "by_time": True, "seconds": drafted}
    timed = [one.prices in UNPRICED or one.cost_usd is None for one in usage]
    dollars = [
        call.seconds * usd_per_hour / HOUR if by_time else (call.cost_usd or 0.0)
        for call, by_time in zip(usage, timed, strict=True)
    ]
    return {
        "usd": sum(dollars),
        "by_time": any(timed),
        "seconds": sum(call.seconds for call in usage),
    }
