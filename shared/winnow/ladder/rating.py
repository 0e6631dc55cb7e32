"""What a rung read, rated by a calibration of its own, as outcomes of documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from winnow.calibration.documents import document_right, document_score, is_under
from winnow.calibration.fitting import fit, scored_by
from winnow.calibration.splitting import fold_of
from winnow.contracts.calibration import Calibration, Judged
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import Answered
from winnow.evaluation.scores import tallies, total
from winnow.ladder.costs import by_time, cost_of, seconds_of
from winnow.ladder.outcomes import Outcome
from winnow.ladder.reading import Reading
from winnow.recipes.recipe import Recipe

Scored = tuple[Judged, float]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rung as measured: an outcome a document in order, and its scored values by document."""

    rung: str
    model: str
    calibration: Calibration
    outcomes: tuple[Outcome, ...]
    scored: dict[str, list[Scored]]
    by_time: bool


def rate(
    reading: Reading, recipe: Recipe, teaching: frozenset[str], seed: int, usd_per_hour: float
) -> Rated:
    """Calibrate a rung on the teaching documents and score all of them.

    A teaching document is scored by scorers that the other folds taught, a held-out one by those of
    all: no score is of what it was learnt from. Raises MisconfiguredError where the documents are
    too few.
    """
    try:
        calibration = fit(
            recipe,
            reading.judged,
            model=reading.model,
            seed=seed,
            second_reader=reading.learnt,
            teaching=teaching,
        )
    except MisconfiguredError as error:
        message = f"the rung {reading.rung!r} cannot be calibrated: {error}"
        raise MisconfiguredError(message) from error
    held = [one for one in reading.judged if one.group not in teaching]
    taught = [one for one in reading.judged if one.group in teaching]
    scored = _by_document([*scored_by(calibration.scorers, held), *_cross_fitted(taught, seed)])
    outcomes = tuple(
        _outcome(one, reading.rung, scored.get(one.labelled.id, []), recipe, usd_per_hour)
        for one in reading.answered
    )
    timed = any(by_time(one, reading.rung) for one in reading.answered)
    return Rated(reading.rung, reading.model, calibration, outcomes, scored, timed)


def _cross_fitted(judged: Sequence[Judged], seed: int) -> list[Scored]:
    from winnow.calibration.scoring import scorers_of

    dealt = fold_of((one.group for one in judged), seed)
    made: list[Scored] = []
    for fold in sorted(set(dealt.values())):
        others = [one for one in judged if dealt[one.group] != fold]
        mine = [one for one in judged if dealt[one.group] == fold]
        made += scored_by(scorers_of(others, seed), mine)
    return made


def _by_document(scored: Iterable[Scored]) -> dict[str, list[Scored]]:
    found: dict[str, list[Scored]] = {}
    for pair in scored:
        found.setdefault(pair[0].document, []).append(pair)
    return found


def _outcome(
    answered: Answered, rung: str, scored: Sequence[Scored], recipe: Recipe, usd_per_hour: float
) -> Outcome:
    extraction = answered.extraction
    stays = extraction is not None and not answered.failure and extraction.completeness.complete
    rated = {one.pointer: (one.value, score) for one, score in scored}
    pairs = [(one.pointer, one.right) for one, _ in scored]
    lost = any(
        is_under(one.field, wanted)
        for one in answered.missed
        for wanted in recipe.must_have or ("",)
    )
    counts = total(tallies(answered.judged, answered.missed).values())
    return Outcome(
        score=document_score(recipe, rated) if stays else 0.0,
        right=not answered.failure and not lost and document_right(recipe, pairs),
        cost=cost_of(answered, rung, usd_per_hour),
        seconds=seconds_of(answered, rung),
        values=1.0 if counts.f1 is None else counts.f1,
    )
