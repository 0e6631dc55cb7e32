"""The score of a whole document, for recipes that promise whole documents. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence

from winnow.contracts.evidence import Scalar
from winnow.recipes.recipe import Recipe


def document_score(recipe: Recipe, rated: Mapping[str, tuple[Scalar, float]]) -> float:
    """The confidence of the weakest must-have leaf; 0, which no gate accepts, when one is missing.

    `rated` is each leaf's value and confidence by pointer. A recipe without `must_have` asks for
    every leaf.
    """
    scores: list[float] = []
    for wanted in recipe.must_have or ("",):
        under = [
            score
            for pointer, (value, score) in rated.items()
            if is_under(pointer, wanted) and (value is not None or not recipe.must_have)
        ]
        scores.append(min(under, default=0.0))
    return min(scores, default=0.0)


def document_right(recipe: Recipe, judged: Iterable[tuple[str, bool]]) -> bool:
    """Whether every must-have leaf is right, of pairs of pointer and verdict."""
    wanted: Sequence[str] = recipe.must_have or ("",)
    return all(right for pointer, right in judged if any(is_under(pointer, one) for one in wanted))


def is_under(pointer: str, wanted: str) -> bool:
    """Whether a leaf is what `wanted` points to, or lies inside it."""
    return pointer == wanted or pointer.startswith(f"{wanted}/")
