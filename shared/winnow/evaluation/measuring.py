"""From what became of the documents to the figures of a run. Pure."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median
from typing import Final

from winnow.calibration.accepting import must_have
from winnow.calibration.bound import Gate
from winnow.contracts.calibration import Judged, Scored
from winnow.contracts.usage import Usage
from winnow.evaluation.accepting import Passing, passing
from winnow.evaluation.answering import Answered
from winnow.evaluation.labels import FAILED, Labels, label_field, labels
from winnow.evaluation.reliability import reliability
from winnow.evaluation.run import Acceptance, Cost, Document, Latency, Run
from winnow.evaluation.scores import Score, Share, Tally, score, share, tallies, total
from winnow.recipes.recipe import Recipe

PART: Final = re.compile(r"^part \d+: ")


@dataclass(frozen=True, slots=True)
class About:
    """What a run was of and under what."""

    model: str
    data: str
    data_hash: str
    given_text: bool
    created_at: datetime
    wall_seconds: float


def measure(
    answered: Sequence[Answered], recipe: Recipe, gates: Mapping[str, Gate] | None, about: About
) -> Run:
    """The figures of a run; every document counts in them, failed ones as having said nothing."""
    counts = [tallies(one.judged, one.missed) for one in answered]
    passed = [passing(one.extraction, recipe, gates) for one in answered]
    each = tuple(
        _document(one, tally, found)
        for one, tally, found in zip(answered, counts, passed, strict=True)
    )
    names = list(dict.fromkeys(name for tally in counts for name in tally))
    return Run(
        recipe=recipe.id,
        recipe_hash=short_hash(recipe.model_dump(mode="json")),
        model=about.model,
        calibration=_calibration(answered),
        data=about.data,
        data_hash=about.data_hash,
        given_text=about.given_text,
        created_at=about.created_at,
        wall_seconds=about.wall_seconds,
        documents=len(answered),
        failures=share(sum(one.failure is not None for one in answered), len(answered)),
        failure_reasons=Counter(_kind(one.failure) for one in answered if one.failure),
        incomplete=sum(one.complete is False for one in each),
        exact=share(sum(one.exact for one in each), len(answered)),
        labels=_labels(answered, recipe),
        overall=score([total(tally.values()) for tally in counts]),
        fields={name: _field(name, counts) for name in names},
        acceptance=_acceptance(answered, passed, each, recipe, gates),
        reliability=reliability([one for found in answered for one in confidences(found)]),
        cost=_cost([call for one in answered for call in one.usage], len(answered)),
        latency=_latency([one.seconds for one in answered if one.seconds]),
        each=each,
    )


def _labels(answered: Sequence[Answered], recipe: Recipe) -> Labels | None:
    """Of a recipe that classifies; a document whose label nobody gave is not counted."""
    field = label_field(recipe)
    if field is None:
        return None
    name = field[1:]
    return labels(
        [
            (str(one.labelled.gold[name]), _said(one, name))
            for one in answered
            if name in one.labelled.gold
        ]
    )


def _said(one: Answered, name: str) -> str:
    failed = one.extraction is None or one.failure is not None
    return FAILED if failed or one.extraction is None else str(one.extraction.data.get(name))


def _calibration(answered: Sequence[Answered]) -> str | None:
    """What made the confidences, as the leaves say."""
    made = {
        leaf.provenance.calibration
        for one in answered
        if one.extraction
        for leaf in one.extraction.leaves.values()
    }
    return ", ".join(sorted(one for one in made if one)) or None


def short_hash(value: object) -> str:
    """Twelve hex digits of a JSON value's SHA-256."""
    told = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def confidences(answered: Answered) -> list[Scored]:
    """The confidence of each judged leaf, and whether the leaf is right."""
    if answered.extraction is None:
        return []
    leaves = answered.extraction.leaves
    return [
        Scored(score=leaves[one.pointer].confidence, right=one.right) for one in answered.judged
    ]


def _field(name: str, counts: Sequence[dict[str, Tally]]) -> Score:
    return score([tally[name] for tally in counts if name in tally])


def _document(one: Answered, tally: dict[str, Tally], passed: Passing | None) -> Document:
    costs = [call.cost_usd for call in one.usage]
    known = [cost for cost in costs if cost is not None]
    return Document(
        id=one.labelled.id,
        gold=short_hash(one.labelled.gold),
        failure=one.failure,
        complete=one.extraction.completeness.complete if one.extraction else None,
        exact=one.failure is None and not one.missed and all(leaf.right for leaf in one.judged),
        accepted=passed.document if passed else None,
        values={name: (at.right, at.returned, at.true) for name, at in tally.items()},
        seconds=round(one.seconds, 4),
        cost_usd=sum(known) if len(known) == len(costs) else None,
    )


def _kind(failure: str) -> str:
    """A failure without what is of one document: its first words."""
    words = PART.sub("", failure).split(": ")
    return ": ".join(words[: 2 if words[0] == "crashed" else 1])[:60]


def _acceptance(
    answered: Sequence[Answered],
    passed: Sequence[Passing | None],
    each: Sequence[Document],
    recipe: Recipe,
    gates: Mapping[str, Gate] | None,
) -> Acceptance | None:
    if gates is None:
        return None
    leaves = [
        (leaf, found is not None and leaf.pointer in found.values)
        for one, found in zip(answered, passed, strict=True)
        for leaf in one.judged
    ]
    whole = [
        any(not leaf.right and must_have(leaf.pointer, recipe) for leaf in one.judged)
        for one, document in zip(answered, each, strict=True)
        if document.accepted
    ]
    values, errors = _passed(leaves)
    return Acceptance(
        values=values,
        value_errors=errors,
        documents=share(len(whole), len(answered)),
        document_errors=share(sum(whole), len(whole)),
        fields={
            name: _passed([pair for pair in leaves if pair[0].field == name])
            for name in dict.fromkeys(leaf.field for leaf, _ in leaves)
        },
        closed={name: gate.why for name, gate in gates.items() if gate.threshold is None},
    )


def _passed(leaves: Sequence[tuple[Judged, bool]]) -> tuple[Share, Share]:
    passed = [leaf for leaf, passes in leaves if passes]
    wrong = sum(not leaf.right for leaf in passed)
    return share(len(passed), len(leaves)), share(wrong, len(passed))


def _cost(calls: Sequence[Usage], documents: int) -> Cost:
    known = [call.cost_usd for call in calls if call.cost_usd is not None]
    whole = sum(known) if len(known) == len(calls) else None
    return Cost(
        total_usd=whole,
        per_document_usd=whole / documents if whole is not None and documents else None,
        unpriced=len(calls) - len(known),
        calls=len(calls),
        input_tokens=sum(call.input_tokens for call in calls),
        output_tokens=sum(call.output_tokens for call in calls),
        cache_read_tokens=sum(call.cache_read_tokens for call in calls),
        cache_write_tokens=sum(call.cache_write_tokens for call in calls),
    )


def _latency(seconds: Sequence[float]) -> Latency:
    if not seconds:
        return Latency(documents=0, mean=None, median=None, p95=None, longest=None)
    ordered = sorted(seconds)
    return Latency(
        documents=len(ordered),
        mean=mean(ordered),
        median=median(ordered),
        p95=ordered[max(0, -(-95 * len(ordered) // 100) - 1)],  # nearest rank
        longest=ordered[-1],
    )
