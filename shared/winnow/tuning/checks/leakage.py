"""Test examples that a model will have seen in training: figures on them are too good."""

from collections import defaultdict
from collections.abc import Iterator

from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

SEEN = ("train", "validation")


def leaks_by_document(data: Data) -> Iterator[Finding]:
    """Documents, files and groups that are both trained on and tested on."""
    told: set[frozenset[str]] = set()
    for key, what in (("document", "document"), ("sha256", "file"), ("group", "group")):
        sides: dict[str, dict[bool, list[str]]] = defaultdict(lambda: defaultdict(list))
        for part, one in data.rows:
            sides[str(getattr(one, key))][part == "test"].append(one.id)
        for name, by_side in sides.items():
            ids = frozenset(by_side[True] + by_side[False])
            if by_side[True] and by_side[False] and ids not in told:
                told.add(ids)
                yield Finding(
                    check=f"leak-by-{what}",
                    severity="blocking",
                    ids=(*by_side[True], *by_side[False]),
                    message=f"The {what} {name} is in the test part and is trained on too; put "
                    f"all of its examples in one part.",
                    score=1.0,
                )


def leaks_by_copy(data: Data) -> Iterator[Finding]:
    """Test examples of which an exact or near copy is trained on, a finding for each."""
    for at, (part, one) in enumerate(data.rows):
        if part != "test":
            continue
        seen = [
            (other, likeness)
            for other, likeness in data.likenesses.copies_of(at)
            if data.rows[other][0] in SEEN and data.examples[other].document != one.document
        ]
        if seen:
            likest = max(likeness for _, likeness in seen)
            kind = "A copy" if likest == 1 else f"A near copy ({likest:.0%} of the letters)"
            yield Finding(
                check="leak-by-copy",
                severity="blocking",
                ids=(one.id, *(data.examples[other].id for other, _ in seen)),
                message=f"{kind} of this test example is trained on; put both in one part.",
                score=likest,
            )


def leaks_by_template(data: Data) -> Iterator[Finding]:
    """How many test examples are of a template that is trained on: one finding for all."""
    met = [
        one.id
        for at, (part, one) in enumerate(data.rows)
        if part == "test"
        and any(data.rows[other][0] in SEEN for other, _ in data.likenesses.filled_like(at))
    ]
    tested = sum(part == "test" for part, _ in data.rows)
    if met:
        yield Finding(
            check="leak-by-template",
            severity="warning",
            ids=tuple(met),
            message=f"{len(met)} of {tested} test examples are filled from a template that is "
            "trained on, with other figures in it; give a template's documents one `group`, or "
            "read the test figures as those of known layouts.",
            score=len(met) / tested,
        )
