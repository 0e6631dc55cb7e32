"""From what happened to a document to what became of each answer about it. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Extraction
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, request_id_of
from winnow.contracts.usage import Usage
from winnow.records.live_quality import Outcome
from winnow.records.tuning_events import Held
from winnow_tune import judging
from winnow_tune.judging import Seen

REVIEWER: Final = "reviewer:"


def outcomes(held: Held, extraction: Extraction | None) -> list[Outcome]:
    """One for each task that a model answered, in any order of what happened.

    `extraction` is the one of the held draft.
    """
    decided = decision_on(held)
    found = [
        *_extracted(held.get("extracted"), extraction, decided),
        *_classified(held.get("classified"), held.get("extracted"), decided),
        *_summarised(held.get("summarised"), held.get("extracted"), decided),
    ]
    return [_ended(one, held.get("ended")) for one in found]


def decision_on(held: Held) -> ReviewDecided | None:
    """The decision on the held draft; one on an earlier reading does not count."""
    draft, decided = held.get("extracted"), held.get("decided")
    if not isinstance(decided, ReviewDecided) or not isinstance(draft, DraftExtracted):
        return None
    return decided if decided.requested == str(request_id_of(draft.event_id)) else None


def _extracted(
    draft: Event | None, extraction: Extraction | None, decided: ReviewDecided | None
) -> list[Outcome]:
    if not isinstance(draft, DraftExtracted) or draft.recipe is None or extraction is None:
        return []
    model = judging.model_of(extraction) or _paid(draft.usage)
    if model is None:
        return []
    made = Outcome(
        document_id=str(draft.document_id),
        task="extract",
        recipe=draft.recipe,
        model=model,
        drafted_at=draft.occurred_at,
        usd=_usd(draft.usage),
        seconds=draft.seconds,
    )
    seen = judging.of_extraction(extraction, decided) if decided else None
    return [_judged(made, seen, decided)]


def _classified(
    event: Event | None, draft: Event | None, decided: ReviewDecided | None
) -> list[Outcome]:
    """Of documents whose type a model chose; what submitters and reviewers chose is not kept."""
    if not isinstance(event, DocumentClassified) or not event.usage or event.recipe is None:
        return []
    made = Outcome(
        document_id=str(event.document_id),
        task="classify",
        recipe=event.recipe,
        model=event.usage[0].model,
        drafted_at=event.occurred_at,
        usd=_usd(event.usage),
        seconds=event.seconds,
    )
    if isinstance(draft, DraftExtracted) and draft.decided_by.startswith(REVIEWER):
        wrong = int(draft.recipe != event.recipe)  # a person sent it round again
        return [replace(made, decided_at=draft.occurred_at, looked=1, wrong=wrong)]
    return [_judged(made, judging.of_recipe(decided) if decided else None, decided)]


def _summarised(
    event: Event | None, draft: Event | None, decided: ReviewDecided | None
) -> list[Outcome]:
    if not isinstance(event, DraftSummarised) or event.model is None:
        return []
    if not isinstance(draft, DraftExtracted) or draft.recipe is None:
        return []
    made = Outcome(
        document_id=str(event.document_id),
        task="summarise",
        recipe=draft.recipe,
        model=event.model,
        drafted_at=event.occurred_at,
        usd=_usd(event.usage),
        seconds=event.seconds,
    )
    seen = judging.of_summary(decided, event.summary.sentences) if decided else None
    return [_judged(made, seen, decided)]


def _judged(made: Outcome, seen: Seen | None, decided: ReviewDecided | None) -> Outcome:
    if seen is None or decided is None:
        return made
    return replace(made, decided_at=decided.occurred_at, looked=seen.looked, wrong=seen.wrong)


def _ended(made: Outcome, ended: Event | None) -> Outcome:
    """A result of an earlier reading is not its end."""
    if not isinstance(ended, ResultCompleted) or ended.occurred_at < made.drafted_at:
        return made
    return replace(made, ended_at=ended.occurred_at, reviewed=ended.outcome != "accepted")


def _usd(calls: Iterable[Usage]) -> float:
    return sum(call.cost_usd or 0.0 for call in calls)


def _paid(calls: Iterable[Usage]) -> str | None:
    return next((call.model for call in calls), None)
