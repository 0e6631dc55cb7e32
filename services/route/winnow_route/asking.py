"""The request that a person is asked with: what is in doubt, and what would have passed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from winnow.calibration.accepting import must_have
from winnow.calibration.bound import Gate
from winnow.calibration.checking import leaf_fields
from winnow.calibration.gates import DOCUMENT
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction, Leaf
from winnow.contracts.reviews import ASKING, ReviewRequested, request_id_of
from winnow.messaging.cloudevents import MAX_RECORD
from winnow.recipes.pointers import field_of
from winnow.recipes.recipe import Recipe
from winnow_route.drafts import Pair
from winnow_route.rule import Decision

UNKNOWN_DUE: Final = timedelta(hours=24)  # for documents that no recipe was chosen for
REASONS: Final = 100
DOUBTS: Final = (1000, 300, 100, 30)  # as many as fit a record, the worst of them


@dataclass(frozen=True, slots=True)
class Question:
    """Why a person is asked, by which rule, and from which confidence each field passes."""

    decision: Decision
    rule: str
    thresholds: Mapping[str, float]


def request_id(draft: DraftExtracted) -> str:
    """The id of the request that a draft makes, if it makes one."""
    return str(request_id_of(draft.event_id))


def fixed_bar(recipe: Recipe | None, bar: float) -> dict[str, float]:
    """The thresholds of `conservative-1`: one for all fields."""
    return dict.fromkeys(leaf_fields(recipe), bar) if recipe else {}


def promised(recipe: Recipe, gates: Mapping[str, Gate]) -> dict[str, float]:
    """The thresholds of `promise-1`, of the fields whose gates are open.

    Where documents are promised, all must-have fields stand before the one gate of the document.
    """
    whole, by_field = gates.get(DOCUMENT), _by_field(recipe)
    found = {}
    for field in leaf_fields(recipe):
        needed = must_have(field, by_field)
        gate = whole if whole is not None and needed else gates.get(field)
        if gate is not None and gate.threshold is not None:
            found[field] = gate.threshold
    return found


def asked(
    pair: Pair, extraction: Extraction, recipe: Recipe | None, question: Question
) -> ReviewRequested:
    """The request; of very many doubts only as many of the worst as a record carries."""
    for most in DOUBTS:
        request = _request(pair, extraction, recipe, question, most)
        if len(request.model_dump_json().encode()) <= MAX_RECORD:
            break
    return request


def _request(
    pair: Pair, extraction: Extraction, recipe: Recipe | None, question: Question, most: int
) -> ReviewRequested:
    draft, doubtful = pair.extracted, question.decision.doubtful[:most]
    within = timedelta(hours=recipe.review_within_hours) if recipe else UNKNOWN_DUE
    return ReviewRequested(
        **draft.caused(ASKING),
        source=draft.source,
        recipe=draft.recipe,
        extraction=draft.extraction,
        summary=pair.summarised.summary,
        reasons=question.decision.reasons[:REASONS],
        doubtful=doubtful,
        confidences={at: _confidence(extraction.leaves.get(at)) for at in doubtful},
        thresholds=dict(question.thresholds),
        rule=question.rule,
        priority=draft.source.priority,
        due_at=draft.source.due_at or draft.source.submitted_at + within,
    )


def _confidence(leaf: Leaf | None) -> float:
    """Of a value; that a value is missing is not trusted at all."""
    missing = leaf is None or leaf.value is None or not str(leaf.value).strip()
    return 0.0 if missing or leaf is None else leaf.confidence


def _by_field(recipe: Recipe) -> Recipe:
    """The recipe whose must-haves name fields: of a row of a list, all its rows."""
    return recipe.model_copy(update={"must_have": tuple(map(field_of, recipe.must_have))})
