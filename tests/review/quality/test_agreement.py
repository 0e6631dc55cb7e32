"""Krippendorff's alpha, and how surely it is known."""

import random
from collections import Counter

import pytest

from winnow_review.quality.agreement import Unit, agreement_of, alpha, interval


def units(pairs: list[tuple[str, str]], field: str = "f") -> list[Unit]:
    """Each in a document of its own."""
    return [Unit(f"d{number}", field, *pair) for number, pair in enumerate(pairs)]


def drawn(size: int, agreeing: float, seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    first = [chance.choice("aaabbc") for _ in range(size)]
    return [(one, one if chance.random() < agreeing else chance.choice("abc")) for one in first]


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_alpha_is_that_of_the_worked_examples_of_krippendorff_2011(
    first: str, second: str, published: float
) -> None:
    """Its sections A and B: two observers of ten articles, and of twelve."""
    found = alpha(units(list(zip(first, second, strict=True))))
    assert found == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize("size", [5, 17, 60, 400])
@pytest.mark.parametrize("agreeing", [0.0, 0.5, 0.95])
def test_alpha_is_that_of_the_coincidence_matrix(size: int, agreeing: float) -> None:
    """The definition, step by step: both orders of each pair, and what their margins would give."""
    pairs = drawn(size, agreeing, seed=size)
    both = Counter(pairs) + Counter((second, first) for first, second in pairs)
    margins = {value: sum(both[value, other] for other in "abc") for value in "abc"}
    total = sum(margins.values())
    seen = sum(count for (one, other), count in both.items() if one != other)
    expected = sum(
        margins[one] * margins[other] / (total - 1)
        for one in "abc"
        for other in "abc"
        if one != other
    )
    assert alpha(units(pairs)) == pytest.approx(1 - seen / expected)


def test_readers_who_always_agree_have_an_alpha_of_one() -> None:
    assert alpha(units([("a", "a"), ("b", "b")])) == 1.0


def test_alpha_is_undefined_where_nothing_was_read_or_all_is_one_value() -> None:
    assert alpha([]) is None
    told = agreement_of(units([("a", "a")] * 5))
    assert (told.alpha, told.low, told.high) == (None, None, None)
    assert (told.units, told.agreeing, told.documents) == (5, 5, 5)


def test_over_several_fields_chance_is_worked_out_field_by_field() -> None:
    """Each field has one value almost always: to agree on it is no merit, whatever the other's."""
    paid = units([("yes", "yes")] * 9 + [("yes", "no")], "paid")
    kind = units([("x", "x")] * 9 + [("x", "y")], "kind")
    each = alpha(paid)
    assert each is not None
    assert each < 0.1
    assert alpha(paid + kind) == pytest.approx(each)


def test_the_interval_holds_alpha_and_is_narrower_for_more_documents() -> None:
    widths = []
    for size in (40, 400):
        found = agreement_of(units(drawn(size, 0.8, seed=3)))
        assert found.low is not None
        assert found.high is not None
        assert found.alpha is not None
        assert found.low < found.alpha < found.high
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 2


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """The truth is the alpha of a very large sample of the same kind."""
    truth = alpha(units(drawn(40_000, 0.8, seed=1)))
    assert truth is not None
    ends = [interval(units(drawn(120, 0.8, seed=seed))) for seed in range(100, 200)]
    held = sum(low <= truth <= high for low, high in ends if low is not None and high is not None)
    assert 88 <= held <= 100


def test_values_of_one_document_tell_less_than_those_of_many() -> None:
    pairs = [("a", "a"), ("b", "b")] * 20 + [("a", "b")] * 10
    apart = interval(units(pairs))
    together = interval([Unit(f"d{at // 10}", "f", *pair) for at, pair in enumerate(pairs)])
    assert together[0] is not None
    assert apart[0] is not None
    assert together[0] < apart[0] - 0.05


def test_few_documents_that_agree_do_not_prove_that_readers_agree() -> None:
    few, many = (interval(units([("a", "a"), ("b", "b")] * size)) for size in (3, 300))
    assert few[1] == many[1] == 1.0
    assert few[0] is not None
    assert many[0] is not None
    assert few[0] < 0.5 < 0.98 < many[0]


def test_the_same_figures_give_the_same_interval() -> None:
    pairs = units(drawn(50, 0.7, seed=9))
    assert interval(pairs) == interval(pairs)
    assert interval(pairs[:1]) == (None, None)
