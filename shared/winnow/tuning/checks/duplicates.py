"""Texts that stand in the data more than once."""

from collections.abc import Iterator

from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding


def exact_duplicates(data: Data) -> Iterator[Finding]:
    """Documents whose texts are equal but for case, spacing and marks, a finding for each text."""
    for cluster in data.likenesses.clusters:
        if len({data.examples[at].document for at in cluster}) > 1:
            yield Finding(
                check="exact-duplicates",
                severity="warning",
                ids=tuple(data.examples[at].id for at in cluster),
                message=f"{len(cluster)} documents say the same; keep one, or the model learns it "
                f"{len(cluster)} times over.",
                score=1.0,
            )


def near_duplicates(data: Data) -> Iterator[Finding]:
    """Documents that are copies of one another but for some letters, a finding for each pair."""
    for near in data.likenesses.near:
        one, other = (data.likenesses.clusters[at][0] for at in (near.one, near.other))
        if not near.copy or data.examples[one].document == data.examples[other].document:
            continue
        yield Finding(
            check="near-duplicates",
            severity="note",
            ids=(data.examples[one].id, data.examples[other].id),
            message=f"{near.likeness:.0%} of the letters are the same; keep one unless both are "
            "documents of their own.",
            score=near.likeness,
        )
