"""Judged values of a pretended model: its answers are grounded, checked and judged for real, and

compared with what the learnt layout reads in the same document.
"""

import random
from pathlib import Path
from typing import Any, Final

from bench.bound.corrupting import Pretender

from winnow import layout
from winnow.calibration.second import Document, with_agreement
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import (
    Completeness,
    Extraction,
    Leaf,
    Provenance,
    Signals,
)
from winnow.evaluation.given import given_document
from winnow.evaluation.judging import judge
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow.recipes.rules import judged_rules, rules_about
from winnow.recipes.validity import valid_leaf
from winnow_extract.grounding import SourceIndex, ground_all

COMPLETE: Final = Completeness(complete=True)


def pretended(
    index: Path, recipe: Recipe, models: list[Pretender], draws: int, seed: int
) -> dict[str, list[Judged]]:
    """By model: every document of a labelled set, answered `draws` times with luck of its own.

    A draw counts as a document, and is named `id#draw`; its group stays the document's.
    """
    documents = []
    for labelled in read_labelled(index, recipe):
        if labelled.text is None and not labelled.boxes:
            continue
        parsed = given_document(labelled.text, labelled.boxes)
        source = SourceIndex(parsed)
        judged: list[Judged] = []
        for model in models:
            for draw in range(draws):
                rng = random.Random(f"{seed} {model.name} {labelled.id} {draw}")
                data, told = model.answer(labelled.gold, parsed.text, rng)
                extraction = extraction_of(recipe, source, data, told, model.name)
                judged += judge(recipe, _named(labelled, draw), extraction, model.name)
        documents.append(Document(labelled.group, parsed, labelled.gold, tuple(judged)))
    read_twice, _ = with_agreement(recipe, documents, layout, seed)
    return {model.name: [one for one in read_twice if one.model == model.name] for model in models}


def _named(labelled: Labelled, draw: int) -> Labelled:
    return Labelled(f"{labelled.id}#{draw}", labelled.group, labelled.gold)


def extraction_of(
    recipe: Recipe, source: SourceIndex, data: dict[str, Any], told: dict[str, float], model: str
) -> Extraction:
    """The data with its leaves' real signals; `told` is the token probability by pointer."""
    values = leaves(data)
    places = ground_all(source, values, recipe.fields)
    judged = judged_rules(recipe, data)
    by = Provenance(decided_by=f"model:{model}", model=model)
    rated = {}
    for pointer, value in values.items():
        found, about = places[pointer], rules_about(recipe, pointer)
        signals = Signals(
            grounding=found.evidence.kind,
            grounding_score=found.evidence.score,
            places=found.places,
            labelled=found.labelled,
            token_probability=told[pointer],
            valid=valid_leaf(recipe, pointer, value),
            rules_broken=tuple(rule for rule in about if not judged.get(rule, True)),
            rules_kept=sum(judged.get(rule, False) for rule in about),
        )
        rated[pointer] = Leaf(
            value=value, confidence=0, evidence=found.evidence, signals=signals, provenance=by
        )
    return Extraction(recipe=recipe.recipe, data=data, leaves=rated, completeness=COMPLETE)
