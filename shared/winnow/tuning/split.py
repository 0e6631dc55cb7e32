"""Examples split into what is trained on, what is watched, and what is measured on."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Final

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.tuning.answers import closed_values, values_of
from winnow.tuning.balancing import deal
from winnow.tuning.grouping import alike, group
from winnow.tuning.parts import PARTS, Part, Split, TestPart, TrainingPart
from winnow.tuning.split_file import SplitRecord, read_record, read_split, record_of, write_split

__all__ = [
    "Split",
    "SplitRecord",
    "TestPart",
    "TrainingPart",
    "given_split",
    "read_record",
    "read_split",
    "record_of",
    "split_examples",
    "write_split",
]

SHARES: Final = (0.7, 0.1, 0.2)
NO_CONSENT: Final = "the tenant does not let models be trained on it"


def split_examples(
    examples: Sequence[TrainingExample],
    *,
    seed: int,
    shares: tuple[float, float, float] = SHARES,
    before: SplitRecord | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Split:
    """The examples by group in shares for training, validation and test.

    Documents that are copies of one another, or nearly, are joined into one group first. Groups
    are dealt so that answers and filled fields are as frequent in each part as in the whole. The
    same examples and seed make the same split, in whatever order they come. Examples that may not
    be trained on are left out. Documents that `before` names keep their part, so that a later
    model is measured on what no earlier one has seen; a group that was torn apart since is tested
    on. Raises MisconfiguredError where the examples make no three parts.
    """
    _check_shares(shares)
    chosen = sorted((one for one in examples if one.consent), key=lambda one: one.id)
    _check_ids(chosen)
    left_out = {one.id: NO_CONSENT for one in examples if not one.consent}
    groups = group(chosen, alike(chosen, on_progress))
    if len(groups) < len(PARTS):
        raise MisconfiguredError(
            f"{len(chosen)} examples make {len(groups)} groups, too few for three parts: label "
            "more documents; those of one `group`, and copies of each other, count once"
        )
    traits = _traits(chosen)
    dealt = deal(
        {name: [traits[at] for at in members] for name, members in groups.items()},
        shares,
        seed,
        _kept(chosen, groups, before),
    )
    parts = {chosen[at].id: dealt[name] for name, members in groups.items() for at in members}
    if empty := [part for part in PARTS if part not in dealt.values()]:
        raise MisconfiguredError(
            f"nothing is left for the {empty[0]} part: label more documents, or name other shares"
        )
    return Split(tuple(chosen), parts, seed, shares, _joined(chosen, groups), left_out)


def given_split(examples: Sequence[TrainingExample], parts: Mapping[str, Part]) -> Split:
    """A split that somebody else made, by example id; `winnow.tuning.checks` tells its faults."""
    _check_ids(examples)
    counts = Counter(parts.get(one.id) for one in examples)
    shares = tuple(counts[part] / max(len(examples), 1) for part in PARTS)
    left_out = {one.id: "no part is given for it" for one in examples if one.id not in parts}
    return Split(tuple(examples), dict(parts), 0, (shares[0], shares[1], shares[2]), (), left_out)


def _kept(
    examples: Sequence[TrainingExample],
    groups: Mapping[str, Sequence[int]],
    before: SplitRecord | None,
) -> dict[str, Part]:
    """The parts of groups with documents of an earlier split; the test part goes before others."""
    if before is None:
        return {}
    known: dict[str, Part] = {sha: part for part in PARTS for sha in before.documents.get(part, ())}
    kept: dict[str, Part] = {}
    for name, members in groups.items():
        had = {known[sha] for at in members if (sha := examples[at].sha256) in known}
        if had:
            kept[name] = max(had, key=PARTS.index)
    return kept


def _traits(examples: Sequence[TrainingExample]) -> list[frozenset[Hashable]]:
    """What is to be as frequent in each part: the closed answers, and which fields are filled."""
    made: list[frozenset[Hashable]] = []
    for one in examples:
        closed = closed_values(one)
        filled = {name for name, value in values_of(one).items() if value is not None}
        made.append(frozenset({*closed.items(), *(filled - set(closed))}))
    return made


def _joined(
    examples: Sequence[TrainingExample], groups: Mapping[str, Sequence[int]]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(examples[at].id for at in members)
        for members in groups.values()
        if len({examples[at].group for at in members}) > 1
    )


def _check_shares(shares: tuple[float, float, float]) -> None:
    if min(shares) <= 0 or abs(sum(shares) - 1) > 1e-6:
        raise MisconfiguredError(
            f"the shares {shares} must be three above 0 that add up to 1, such as 0.7 0.1 0.2"
        )


def _check_ids(examples: Sequence[TrainingExample]) -> None:
    if not examples:
        raise MisconfiguredError(
            "there is no example to split: label documents, and give consent to train on them"
        )
    if twice := [name for name, count in Counter(one.id for one in examples).items() if count > 1]:
        raise MisconfiguredError(f"the example {twice[0]} stands in the data twice: keep one")
