"""The second reader never judges a document that it has learnt from."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from winnow.calibration.second import Document, with_agreement
from winnow.calibration.splitting import fold_of, teaching_groups
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe


class Reading(NamedTuple):
    value: Scalar
    score: float


class Rote:
    """A reader that learns documents by heart and fails on a document that it has learnt."""

    def learn(
        self, recipe: Recipe, documents: Sequence[tuple[ParsedDocument, dict[str, Any]]]
    ) -> dict[str, Any]:
        return {
            "texts": [parsed.text for parsed, _ in documents],
            "fields": {"/shop": {}, "/total": {}},
        }

    def read(
        self, learnt: Mapping[str, Any], recipe: Recipe, parsed: ParsedDocument
    ) -> dict[str, Reading]:
        assert parsed.text not in learnt["texts"]
        return {"/shop": Reading("A shop", 0.9)}

    def agreement(self, value: Scalar, reading: Any) -> Literal["agrees", "differs", "silent"]:
        if reading is None:
            return "silent"
        return "agrees" if value == reading.value else "differs"


def documents(judged: list[Judged]) -> list[Document]:
    by_name: dict[str, list[Judged]] = {}
    for one in judged:
        by_name.setdefault(one.document, []).append(one)
    return [
        Document(
            values[0].group,
            ParsedDocument(text=name, pages=(), elements=(), chunks=()),
            {"shop": "A shop"},
            tuple(values),
        )
        for name, values in by_name.items()
    ]


def test_every_value_is_compared_by_a_reader_that_does_not_know_the_document(
    recipe: Recipe, make: Any
) -> None:
    judged, learnt = with_agreement(recipe, documents(make(50)), Rote(), seed=1)
    assert len(learnt["texts"]) == 20
    told = {one.field: one.signals for one in judged}
    assert (told["/shop"].agreement, told["/shop"].second_value) == ("agrees", "A shop")
    assert (told["/shop"].second_reader, told["/total"].agreement) == ("layout", "silent")
    assert told["/items/*/amount"].agreement is None


def test_what_is_learnt_from_is_what_teaches_the_scorer(recipe: Recipe, make: Any) -> None:
    _, learnt = with_agreement(recipe, documents(make(50)), Rote(), seed=4)
    groups = {one.document: one.group for one in make(50)}
    assert set(learnt["texts"]) == teaching_groups(groups, 4)


def test_a_group_that_is_larger_than_a_part_does_not_empty_the_other() -> None:
    groups = {f"d{number}": "big" for number in range(90)} | {"x": "x", "y": "y"}
    for seed in range(20):
        teaching = teaching_groups(groups, seed)
        assert teaching
        assert teaching < {"big", "x", "y"}


def test_folds_are_of_like_size() -> None:
    dealt = fold_of([f"g{number % 30}" for number in range(100)], seed=0)
    sizes = [sum(dealt[f"g{number % 30}"] == fold for number in range(100)) for fold in range(5)]
    assert max(sizes) - min(sizes) <= 4
