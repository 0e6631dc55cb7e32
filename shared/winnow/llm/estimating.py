"""What documents will cost, from what others did cost, or from the length of a prompt. Pure.

Past documents are drawn with replacement, and from those drawn the new ones (a bootstrap of both
the history and the sample: Efron and Tibshirani 1993, section 6): little history makes the range
wide, and so do few new documents.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.base import Record
from winnow.recipes.recipe import Recipe
from winnow.records.past import PastDocument

DRAWS: Final = 400
SPAN: Final = (5, 50, 95)  # percentiles: the range holds nine times in ten
ENOUGH: Final = 5  # documents that say more than a guess
TOKEN: Final = 3  # characters of a prompt to a token, rather few
PAGE: Final = (1000, 2500, 5000)  # characters of a page: sparse, usual, dense
RULES: Final = 700  # characters of every prompt besides the recipe's own
ANSWER: Final = (0.15, 0.4, 1.0)  # tokens of an answer to those of the form it fills
SUMMARY: Final = (50, 150, 400)  # tokens of what is said of a part

Floats = NDArray[np.float64]


class Range(Record):
    """The 5th, 50th and 95th percentile."""

    low: float
    middle: float
    high: float


class Estimate(Record):
    """What documents will take; `past` is how many others that is told from, 0: a guess."""

    documents: int
    pages: int
    past: int
    calls: Range
    input_tokens: Range
    output_tokens: Range


@dataclass(frozen=True, slots=True)
class Reading:
    """How much models are shown of a document: as the settings of the services say."""

    window: int  # characters
    windows: int
    parts: int


Price = Callable[[int, int], float | None]  # of input and output tokens, in USD


def estimate(
    past: Sequence[PastDocument], recipe: Recipe | None, pages: Sequence[int], reading: Reading
) -> Estimate:
    """From the past documents where there are enough; else from the recipe and the pages."""
    if len(past) >= ENOUGH:
        return from_history(past, pages)
    return from_prompt(recipe, pages, reading)


def from_history(past: Sequence[PastDocument], pages: Sequence[int], seed: int = 0) -> Estimate:
    """New documents take for a page what past ones took."""
    random = np.random.default_rng(seed)
    taken = np.array(
        [[one.calls, one.input_tokens, one.output_tokens] for one in past], dtype=float
    )
    taken /= np.array([[max(one.pages, 1)] for one in past])
    sheets = np.array(pages, dtype=float)
    sums: Floats = np.empty((DRAWS, 3))
    for draw in range(DRAWS):
        history = random.integers(len(past), size=len(past))
        likened = history[random.integers(len(past), size=len(pages))]
        sums[draw] = sheets @ taken[likened]
    low, middle, high = np.percentile(sums, SPAN, axis=0)
    ranges = [Range(low=low[at], middle=middle[at], high=high[at]) for at in range(sums.shape[1])]
    return _estimate(pages, len(past), *ranges)


def from_prompt(recipe: Recipe | None, pages: Sequence[int], reading: Reading) -> Estimate:
    """One extraction for each window and one summary for each part, and a question of the type.

    Each end of the range takes the sparse or the dense page for all, so it is wide.
    """
    form = len(json.dumps(recipe.fields)) if recipe else 2000
    fixed = RULES + form + sum(_size(recipe) if recipe else [])
    found = []
    for characters, answer, said in zip(PAGE, ANSWER, SUMMARY, strict=True):
        calls, told, written = 0, 0.0, 0.0
        for sheets in pages:
            windows = ceil(sheets * characters / reading.window)
            extracts, parts = min(windows, reading.windows), min(windows, reading.parts)
            summaries = parts + (parts > 1)
            text = min(sheets * characters, reading.window * extracts)
            calls += extracts + summaries + (recipe is None)
            told += extracts * fixed + text + summaries * RULES
            told += min(sheets * characters, reading.window * parts)
            written += extracts * answer * form / TOKEN + summaries * said
        found.append((calls, told / TOKEN, written))
    ranges = [
        Range(low=low, middle=middle, high=high) for low, middle, high in zip(*found, strict=True)
    ]
    return _estimate(pages, 0, *ranges)


def dollars(of: Estimate, price: Price) -> Range | None:
    """In USD, nothing being cached; None where no price is known."""
    ends = [
        price(round(getattr(of.input_tokens, end)), round(getattr(of.output_tokens, end)))
        for end in ("low", "middle", "high")
    ]
    low, middle, high = ends
    if low is None or middle is None or high is None:
        return None
    return Range(low=low, middle=middle, high=high)


def _size(recipe: Recipe) -> list[int]:
    """Characters of the solved cases and of the extra words."""
    cases = [len(case.text) + len(json.dumps(case.answer)) for case in recipe.examples]
    return [*cases, len(recipe.instructions)]


def _estimate(
    pages: Sequence[int], past: int, calls: Range, told: Range, written: Range
) -> Estimate:
    return Estimate(
        documents=len(pages),
        pages=sum(pages),
        past=past,
        calls=calls,
        input_tokens=told,
        output_tokens=written,
    )
