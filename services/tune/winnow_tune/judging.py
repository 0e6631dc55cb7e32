"""What a person's decision says of a draft. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from winnow.contracts.evidence import Extraction, Scalar, Sentence
from winnow.contracts.reviews import FieldDecision, ReviewDecided
from winnow.recipes.equality import same


@dataclass(frozen=True, slots=True)
class Seen:
    """Values of an answer that a person decided on, and how many of them were wrong."""

    looked: int
    wrong: int


def of_extraction(extraction: Extraction, review: ReviewDecided) -> Seen | None:
    """What it says of the values; None where it says nothing.

    A rejected document, and one of another type, says nothing of them. A value is wrong that was
    cleared, or corrected to another; so is a row that was taken out, and a value that was missing.
    """
    fields = [one for one in review.fields if one.part == "field"]
    if review.outcome != "approved" or not fields:
        return None
    return Seen(len(fields), sum(_changed(one, extraction) for one in fields))


def of_recipe(review: ReviewDecided) -> Seen | None:
    """What it says of the document's type, which a person saw in any case."""
    if review.outcome == "rejected":
        return None
    return Seen(1, int(review.outcome == "reclassified"))


def of_summary(review: ReviewDecided, sentences: Iterable[Sentence]) -> Seen | None:
    """What it says of the sentences of a summary."""
    told = {f"/{number}": one.text for number, one in enumerate(sentences)}
    parts = [one for one in review.fields if one.part == "summary"]
    if review.outcome != "approved" or not parts:
        return None
    wrong = sum(
        one.action == "clear"
        or (one.action == "correct" and not same(one.value, told.get(one.pointer)))
        for one in parts
    )
    return Seen(len(parts), wrong)


def truths(extraction: Extraction, review: ReviewDecided) -> dict[str, Scalar]:
    """The right values that a person named, by pointer, but for cells of lists.

    Another reading may have a list's rows in other places, so that theirs cannot be compared by
    pointer.
    """
    if review.outcome != "approved":
        return {}
    return {
        one.pointer: one.left(extraction.leaves.get(one.pointer))
        for one in review.fields
        if one.part == "field" and not _in_list(one.pointer)
    }


def right(answer: Mapping[str, Any], truth: Mapping[str, Scalar]) -> bool:
    """Whether an answer has every right value."""
    return all(same(answer.get(pointer), value) for pointer, value in truth.items())


def scalars(extraction: Extraction) -> dict[str, Scalar]:
    """The values of an answer by pointer, but for cells of lists."""
    return {at: leaf.value for at, leaf in extraction.leaves.items() if not _in_list(at)}


def agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers say the same."""
    return all(same(one.get(at), other.get(at)) for at in one.keys() | other.keys())


def model_of(extraction: Extraction) -> str | None:
    """Who answered, as the values say."""
    named = (leaf.provenance.model for leaf in extraction.leaves.values())
    return next((name for name in named if name), None)


def _changed(one: FieldDecision, extraction: Extraction) -> bool:
    if one.action == "correct":
        read = extraction.leaves.get(one.pointer)
        return not same(one.value, read.value if read else None)
    return one.action == "clear"


def _in_list(pointer: str) -> bool:
    return any(part.isdecimal() for part in pointer.split("/"))
