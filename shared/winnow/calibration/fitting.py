"""Labelled values made into a Calibration: a scorer, and examples to test it on."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from winnow.calibration.applying import POOLED, probability
from winnow.calibration.checking import check
from winnow.calibration.documents import document_right, document_score
from winnow.calibration.features import features
from winnow.calibration.gates import fields_hash
from winnow.calibration.splitting import one_of, teaching_groups
from winnow.contracts.calibration import Calibration, Judged, Scored
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe


def fit(
    recipe: Recipe,
    judged: Sequence[Judged],
    *,
    model: str,
    seed: int,
    second_reader: dict[str, Any] | None = None,
    teaching: frozenset[str] | None = None,
) -> Calibration:
    """Learn scorers from one part of the documents, and score the other part with them.

    `teaching` are the groups of the former, where the caller has split them already. The same
    examples and seed give the same calibration under the same id. Raises MisconfiguredError where
    the examples cannot teach this recipe (see `checking`).
    """
    from winnow.calibration.measuring import figures
    from winnow.calibration.scoring import scorers_of

    check(recipe, judged, model)
    judged = sorted(judged, key=lambda one: (one.document, one.pointer))
    groups = {one.document: one.group for one in judged}
    if teaching is None:
        teaching = teaching_groups(groups, seed)
    taught = [one for one in judged if one.group in teaching]
    held = [one for one in judged if one.group not in teaching]
    if not taught or not held:
        raise MisconfiguredError("no document is left to teach the scorer, or none to test it on")
    scorers = scorers_of(taught, seed)
    scored = scored_by(scorers, held)
    by_field = _one_a_document(scored, seed)
    everyone = [Scored(score=score, right=one.right) for one, score in scored]
    told = {POOLED: figures(everyone, [one.document for one, _ in scored], seed)}
    for field, pairs in by_field.items():
        told[field] = figures(
            [shown for shown, _ in pairs], [document for _, document in pairs], seed
        )
    learnt = {
        "recipe": recipe.recipe,
        "recipe_version": recipe.id,
        "fields_hash": fields_hash(recipe),
        "model": model,
        "data_hash": _data_hash(judged),
        "scorers": scorers,
        "second_reader": second_reader,
    }
    return Calibration(
        id=_short_hash({**learnt, "seed": seed}),
        examples=len(groups),
        created_at=datetime.now(UTC),
        held_out={field: tuple(shown for shown, _ in pairs) for field, pairs in by_field.items()},
        documents=_documents(recipe, scored),
        figures=told,
        **learnt,
    )


def scored_by(
    scorers: dict[str, dict[str, Any]], judged: Sequence[Judged]
) -> list[tuple[Judged, float]]:
    """Each value with its probability under these scorers."""
    return [(one, _score(scorers, one)) for one in judged]


def examples_of(
    recipe: Recipe, scored: Sequence[tuple[Judged, float]], seed: int
) -> dict[str, Any]:
    """Scored values as a calibration's `held_out` and `documents`: what gates are tested on."""
    by_field = _one_a_document(scored, seed)
    return {
        "held_out": {field: tuple(one for one, _ in pairs) for field, pairs in by_field.items()},
        "documents": _documents(recipe, scored),
    }


def _score(scorers: dict[str, dict[str, Any]], one: Judged) -> float:
    scorer = scorers.get(one.field) or scorers[POOLED]
    return probability(scorer, features(one.value, one.signals))


def _one_a_document(
    scored: Sequence[tuple[Judged, float]], seed: int
) -> dict[str, list[tuple[Scored, str]]]:
    """The examples of each field, of each document one; a null is no value that could pass.

    The cells of a list stand or fall together, so they are no independent examples. One of them,
    drawn by lot, is.
    """
    cells: dict[tuple[str, str], dict[str, Scored]] = defaultdict(dict)
    for one, score in scored:
        if one.value is not None:
            cells[one.field, one.document][one.pointer] = Scored(score=score, right=one.right)
    by_field: dict[str, list[tuple[Scored, str]]] = defaultdict(list)
    for (field, document), shown in sorted(cells.items()):
        drawn = one_of(shown, seed, f"{field}\n{document}")
        by_field[field].append((shown[drawn], document))
    return dict(by_field)


def _documents(recipe: Recipe, scored: Sequence[tuple[Judged, float]]) -> tuple[Scored, ...]:
    by_document: dict[str, list[tuple[Judged, float]]] = defaultdict(list)
    for one, score in scored:
        by_document[one.document].append((one, score))
    return tuple(
        Scored(
            score=document_score(recipe, {one.pointer: (one.value, score) for one, score in rows}),
            right=document_right(recipe, ((one.pointer, one.right) for one, _ in rows)),
        )
        for _, rows in sorted(by_document.items())
    )


def _data_hash(judged: Sequence[Judged]) -> str:
    return sha256("\n".join(one.model_dump_json() for one in judged).encode()).hexdigest()


def _short_hash(learnt: dict[str, Any]) -> str:
    return sha256(json.dumps(learnt, sort_keys=True).encode()).hexdigest()[:16]
