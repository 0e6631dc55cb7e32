"""What a second reader says of labelled documents, none of which it has learnt from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, Protocol

from winnow.calibration.splitting import fold_of, teaching_groups
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe

NAME: Final = "layout"


class Document(NamedTuple):
    """A labelled document as read, with its true data and its judged values."""

    group: str
    parsed: ParsedDocument
    gold: dict[str, Any]
    judged: tuple[Judged, ...]


class LayoutReader(Protocol):
    """The functions of `winnow.layout` that are needed here."""

    def learn(
        self, recipe: Recipe, documents: Sequence[tuple[ParsedDocument, dict[str, Any]]]
    ) -> dict[str, Any]:
        """Learn from documents and their true data; JSON, its `fields` by pointer."""
        ...

    def read(
        self, learnt: Mapping[str, Any], recipe: Recipe, parsed: ParsedDocument
    ) -> Mapping[str, Any]:
        """Read the fields of a document, by pointer; those it is not sure of are left out."""
        ...

    def agreement(self, value: Scalar, reading: Any) -> Literal["agrees", "differs", "silent"]:
        """Tell what a reading, or none, says of a value."""
        ...


def with_agreement(
    recipe: Recipe,
    documents: Sequence[Document],
    layout: LayoutReader,
    seed: int,
    teaching: frozenset[str] | None = None,
) -> tuple[list[Judged], dict[str, Any]]:
    """The judged values with the second reader's agreement, and what that reader learnt.

    It learns from the documents that teach the scorer too, never from those held out. A teaching
    document is read by a reader that learnt from the other folds, so that its agreement is as
    good, and as bad, as on documents it has never seen. Fields that it has not learnt, such as
    those of lists, keep their signals, as in `winnow_extract.second`.
    """
    if teaching is None:
        teaching = teaching_groups(
            {one.document: document.group for document in documents for one in document.judged},
            seed,
        )
    teachers = [document for document in documents if document.group in teaching]
    learnt = layout.learn(recipe, _pairs(teachers))
    dealt = fold_of((document.group for document in teachers), seed)
    folds = {
        fold: layout.learn(recipe, _pairs([one for one in teachers if dealt[one.group] != fold]))
        for fold in sorted(set(dealt.values()))
    }
    judged: list[Judged] = []
    for document in documents:
        reader = folds[dealt[document.group]] if document.group in dealt else learnt
        readings = layout.read(reader, recipe, document.parsed)
        judged += [
            _compared(one, readings, layout) if one.pointer in reader["fields"] else one
            for one in document.judged
        ]
    return judged, learnt


def _pairs(documents: Sequence[Document]) -> list[tuple[ParsedDocument, dict[str, Any]]]:
    return [(document.parsed, document.gold) for document in documents]


def _compared(one: Judged, readings: Mapping[str, Any], layout: LayoutReader) -> Judged:
    reading = readings.get(one.pointer)
    told = {
        "agreement": layout.agreement(one.value, reading),
        "second_value": None if reading is None else reading.value,
        "second_reader": NAME,
    }
    return one.model_copy(update={"signals": one.signals.model_copy(update=told)})
