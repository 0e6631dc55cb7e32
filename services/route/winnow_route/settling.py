"""A draft and a person's decisions made into the final data. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from winnow.contracts.evidence import Extraction, Leaf, Provenance, Sentence, Summary
from winnow.contracts.reviews import FieldDecision, ReviewDecided
from winnow.recipes.pointers import leaves, set_leaf, split
from winnow_route.drafts import Pair
from winnow_route.rows import moved, removed_rows, without


def settle(extraction: Extraction, review: ReviewDecided) -> Extraction:
    """The extraction as the reviewer left it; LookupError for a decision on no place of it.

    A confirmed or corrected value is certain and is the reviewer's; a corrected one loses the
    model's evidence and signals. Values nobody touched keep the model's. Rows that were cleared go
    last, so that all decisions name rows by the numbers of the draft.
    """
    gone = removed_rows(review.fields)
    data, decided = extraction.data, dict[str, Leaf]()
    for decision in _by_row(review.fields):
        leaf = _leaf(decision, extraction, review)
        data = set_leaf(data, decision.pointer, leaf.value)
        decided[decision.pointer] = leaf
    kept = {**extraction.leaves, **decided}
    by = _by(review.reviewer, extraction)
    settled = {
        after: kept.get(pointer) or Leaf(value=value, confidence=1.0, provenance=by)
        for pointer, value in leaves(data).items()
        if (after := moved(pointer, gone)) is not None
    }
    return extraction.model_copy(
        update={"data": without(data, gone), "leaves": settled, "failure": None}
    )


def settled_drafts(pair: Pair, review: ReviewDecided) -> Pair:
    """The drafts with the recipe's certainty and the summary as the reviewer left them."""
    extracted, summarised = pair.extracted, pair.summarised
    if any(one.part == "recipe" and one.action == "confirm" for one in review.fields):
        extracted = extracted.model_copy(update={"classification": 1.0})
    summary = _summary(summarised.summary, review.fields)
    return replace(
        pair,
        extracted=extracted,
        summarised=summarised.model_copy(update={"summary": summary}),
    )


def _by_row(fields: Iterable[FieldDecision]) -> list[FieldDecision]:
    """Decisions on values, lower rows first: a list grows by one row at a time.

    Values of rows that go are set too: rows that were added below them need them until then.
    """
    own = [one for one in fields if one.part == "field" and not one.removes_row]
    return sorted(own, key=lambda one: [int(at) for at in split(one.pointer) if at.isdigit()])


def _leaf(decision: FieldDecision, extraction: Extraction, review: ReviewDecided) -> Leaf:
    before = extraction.leaves.get(decision.pointer)
    by = _by(decision.reviewer or review.reviewer, extraction)
    if decision.action == "confirm" and before is not None:
        return before.model_copy(update={"confidence": 1.0, "provenance": by, "accepted": True})
    return Leaf(value=decision.left(before), confidence=1.0, provenance=by, accepted=True)


def _by(reviewer: str, extraction: Extraction) -> Provenance:
    return Provenance(decided_by=f"reviewer:{reviewer}", recipe=extraction.recipe_version)


def _summary(summary: Summary, fields: Iterable[FieldDecision]) -> Summary:
    """Cleared sentences are gone; a rewritten one cites nothing.

    The chunks were the model's grounds for its own words; nobody has held the reviewer's against
    them.
    """
    decided = {one.pointer: one for one in fields if one.part == "summary"}
    left = [
        _sentence(sentence, decided.get(f"/{number}"))
        for number, sentence in enumerate(summary.sentences)
    ]
    return summary.model_copy(update={"sentences": tuple(one for one in left if one is not None)})


def _sentence(sentence: Sentence, decision: FieldDecision | None) -> Sentence | None:
    if decision is None or decision.action == "confirm":
        return sentence
    if decision.action == "clear" or not isinstance(decision.value, str):
        return None
    return Sentence(text=decision.value, chunks=())
