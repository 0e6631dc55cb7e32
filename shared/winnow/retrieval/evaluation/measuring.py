"""An evaluation from start to end, as the command and the benchmark run it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from winnow.config import Settings
from winnow.retrieval.evaluation.evaluating import evaluate
from winnow.retrieval.evaluation.indexing import Told
from winnow.retrieval.evaluation.labelled import LabelledSet, Question
from winnow.retrieval.evaluation.places import Store, apart


def measure(
    labelled: LabelledSet, settings: Settings, store: Store, ks: Sequence[int], told: Told
) -> dict[str, Any]:
    """Figures as one object. Errors are those of `apart` and of the store."""
    with apart(settings, store) as own:
        return asyncio.run(evaluate(labelled, own, ks, told))


def first_of(labelled: LabelledSet, limit: int) -> LabelledSet:
    """All documents, and of each language so many questions."""
    seen = Counter[str]()
    kept: list[Question] = []
    for one in labelled.questions:
        if seen[one.language] < limit:
            kept.append(one)
            seen[one.language] += 1
    return LabelledSet(labelled.documents, tuple(kept))
