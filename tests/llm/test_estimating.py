"""What documents will cost, told before it is spent."""

import pytest

from winnow.llm.estimating import ENOUGH, Estimate, Reading, dollars, estimate, from_prompt
from winnow.recipes.recipe import Recipe
from winnow.records.past import PastDocument

READING = Reading(window=24_000, windows=4, parts=4)
RECIPE = Recipe(
    recipe="slip",
    version=1,
    title="Slip",
    description="A slip.",
    fields={"type": "object", "properties": {"total": {"type": "number"}}},
)


def past(number: int, tokens: int = 1000, pages: int = 1) -> list[PastDocument]:
    return [PastDocument(pages, 2 * pages, tokens * pages, 100 * pages) for _ in range(number)]


def test_documents_that_are_all_alike_leave_no_doubt() -> None:
    told = estimate(past(9), RECIPE, [1, 1, 3], READING)
    assert (told.documents, told.pages, told.past) == (3, 5, 9)
    assert (told.calls.low, told.calls.middle, told.calls.high) == (10, 10, 10)
    assert told.input_tokens.low == told.input_tokens.high == 5000


def test_little_history_and_few_documents_leave_more_doubt_than_much() -> None:
    def width(of: Estimate) -> float:
        span = of.input_tokens
        return (span.high - span.low) / span.middle

    few = [*past(3, 500), *past(3, 3000)]
    little = estimate(few, RECIPE, [1] * 50, READING)
    much = estimate(few * 40, RECIPE, [1] * 50, READING)
    most = estimate(few * 40, RECIPE, [1] * 2000, READING)
    assert width(little) > width(much) > width(most)


def test_the_range_holds_what_really_comes_about_nine_times_in_ten() -> None:
    import numpy as np

    random = np.random.default_rng(3)
    kept = 0
    for _ in range(60):
        sizes = random.lognormal(7, 0.6, size=130).astype(int)
        history = [PastDocument(1, 1, int(size), 10) for size in sizes[:30]]
        told = estimate(history, RECIPE, [1] * 100, READING).input_tokens
        kept += told.low <= sizes[30:].sum() <= told.high
    assert 45 <= kept <= 60


def test_without_history_the_recipe_and_the_pages_give_a_wide_guess() -> None:
    told = estimate(past(ENOUGH - 1), RECIPE, [2], READING)
    assert told.past == 0
    assert told.calls.middle == 2  # an extraction and a summary
    assert told.input_tokens.high > 3 * told.input_tokens.low
    unsure = from_prompt(None, [2], READING)
    assert unsure.calls.middle == 3  # and a question of what it is


def test_of_a_long_document_no_more_is_read_than_services_read() -> None:
    long, longer = (from_prompt(RECIPE, [pages], READING) for pages in (200, 400))
    assert long.input_tokens == longer.input_tokens


def test_dollars_are_those_of_the_tokens_and_unknown_is_not_nothing() -> None:
    told = estimate(past(9), RECIPE, [1, 1], READING)
    usd = dollars(told, lambda read, written: read * 1e-6 + written * 5e-6)
    assert usd is not None
    assert usd.middle == pytest.approx(2000e-6 + 1000e-6)
    assert dollars(told, lambda _read, _written: None) is None
