"""Two readings of one document held against each other. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from winnow.contracts.evidence import Extraction, Scalar
from winnow.contracts.reviews import Compared, FieldDecision, ReviewRequested
from winnow.recipes.equality import same
from winnow.recipes.pointers import enclosing

Place = tuple[str, str]  # part and pointer
VERDICT: Place = ("recipe", "/")


def compare(
    request: ReviewRequested,
    extraction: Extraction,
    first: Sequence[FieldDecision],
    second: Sequence[FieldDecision],
) -> tuple[Compared, ...]:
    """Both readings of every value that was in doubt or that either of them decided."""
    doubted = [("field", pointer) for pointer in request.doubtful]
    places = dict.fromkeys([*doubted, *map(place_of, first), *map(place_of, second)])
    places.pop(VERDICT, None)
    return tuple(
        compared(place, value_by(first, place, extraction), value_by(second, place, extraction))
        for place in places
    )


def against_known(
    extraction: Extraction, known: Sequence[FieldDecision], read: Sequence[FieldDecision]
) -> tuple[Compared, ...]:
    """What was read of each value whose right answer is known."""
    return tuple(
        compared(place_of(one), one.value, value_by(read, place_of(one), extraction))
        for one in known
    )


def compared_verdicts(first: str | None, second: str | None) -> Compared:
    """What became of the document: its recipe when approved, else `rejected`."""
    return compared(VERDICT, first, second)


def compared(place: Place, first: Scalar, second: Scalar) -> Compared:
    part, pointer = place
    told = {"pointer": pointer, "first": first, "second": second, "same": same(first, second)}
    return Compared.model_validate({"part": part, **told})


def value_by(read: Iterable[FieldDecision], place: Place, extraction: Extraction) -> Scalar:
    """A value as a reading leaves it: as decided, as a removed row's, or as the model read it."""
    decided: Mapping[Place, FieldDecision] = {place_of(one): one for one in read}
    if place in decided:
        return decided[place].value
    part, pointer = place
    if any((part, row) in decided for row in enclosing(pointer)):
        return None
    leaf = extraction.leaves.get(pointer) if part == "field" else None
    return leaf.value if leaf else None


def place_of(decision: FieldDecision) -> Place:
    """Part and pointer: what makes two decisions about the same value."""
    return decision.part, decision.pointer


def merged(
    before: Iterable[FieldDecision], after: Iterable[FieldDecision]
) -> tuple[FieldDecision, ...]:
    """Of each value the last word, in the order in which the values were first decided."""
    last = {place_of(one): one for one in before} | {place_of(one): one for one in after}
    return tuple(last.values())
