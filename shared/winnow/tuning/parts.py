"""A split of training examples, and parts of it that cannot be mistaken for each other.

Training takes a `TrainingPart`, and only a `Split` makes one. What the test part hands out is
`HeldOut`, which no `TrainingPart` and no other `Split` accepts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, overload

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError

Part = Literal["train", "validation", "test"]
PARTS: Final[tuple[Part, ...]] = ("train", "validation", "test")
NAMED: Final = 5  # ids that an error lists
_SEAL: Final = object()  # only this module has it: other code cannot make a part


class HeldOut(TrainingExample):
    """An example of the test part: to measure with, never to train on."""


class TrainingPart(Sequence[TrainingExample]):
    """Examples that may be trained on, or watched during training."""

    __slots__ = ("_examples",)

    def __init__(self, examples: Sequence[TrainingExample], seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a TrainingPart is made by a Split alone: take its `train`")
        self._examples = tuple(examples)

    def __init_subclass__(cls) -> None:
        raise TypeError(
            "a TrainingPart is final: a part that holds others could hold test examples"
        )

    @overload
    def __getitem__(self, index: int) -> TrainingExample: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[TrainingExample]: ...
    def __getitem__(self, index: int | slice) -> TrainingExample | Sequence[TrainingExample]:
        return self._examples[index]

    def __len__(self) -> int:
        return len(self._examples)


class TestPart:
    """What is kept aside to measure with. It has a length, and opens for measuring only."""

    __slots__ = ("_examples",)
    __test__ = False  # pytest takes it for a class of tests by its name

    def __init__(self, examples: Sequence[TrainingExample], seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a TestPart is made by a Split alone: take its `test`")
        self._examples = tuple(_held_out(one) for one in examples)

    def __len__(self) -> int:
        return len(self._examples)

    def open_for_measuring(self) -> tuple[HeldOut, ...]:
        """The examples, marked so that nothing can train on them."""
        return self._examples


@dataclass(frozen=True)
class Split:
    """Which part each example is in, and how that came about.

    `joined` are the ids of examples that were kept together though their groups differ, because
    their texts are alike; `left_out` says why an example is in no part.
    """

    examples: tuple[TrainingExample, ...] = field(repr=False)
    parts: Mapping[str, Part] = field(repr=False)
    seed: int
    shares: tuple[float, float, float]
    joined: tuple[tuple[str, ...], ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if held := [one.id for one in self.examples if isinstance(one, HeldOut)]:
            raise MisconfiguredError(
                f"{_named(held)} come from the test part of another split: split the file again"
            )

    @cached_property
    def train(self) -> TrainingPart:
        """What is trained on. Raises MisconfiguredError if a test document is among it."""
        return TrainingPart(self._apart("train"), _SEAL)

    @cached_property
    def validation(self) -> TrainingPart:
        """What early stopping looks at. Raises MisconfiguredError as `train`."""
        return TrainingPart(self._apart("validation"), _SEAL)

    @cached_property
    def test(self) -> TestPart:
        """What is measured on."""
        return TestPart(self._of("test"), _SEAL)

    @cached_property
    def data_hash(self) -> str:
        """Of every example's content and part, whatever their order."""
        told = sorted(
            f"{self.parts.get(one.id, '')} {one.model_dump_json()}" for one in self.examples
        )
        head = f"{self.seed} {self.shares}"
        return sha256("\n".join([head, *told]).encode("utf-8", "surrogatepass")).hexdigest()

    def rows(self) -> Iterator[tuple[Part, TrainingExample]]:
        """All examples with their parts, for checking; those of the test part are `HeldOut`."""
        for one in self.examples:
            part = self.parts.get(one.id)
            if part is not None:
                yield part, _held_out(one) if part == "test" else one

    def _of(self, part: Part) -> list[TrainingExample]:
        return [one for one in self.examples if self.parts.get(one.id) == part]

    def _apart(self, part: Part) -> list[TrainingExample]:
        """The examples of a part, none of which may be of a document of the test part."""
        held = {key for one in self._of("test") for key in (one.document, one.sha256)}
        chosen = self._of(part)
        if met := [one.id for one in chosen if one.document in held or one.sha256 in held]:
            raise MisconfiguredError(
                f"the documents of {_named(met)} are in the {part} part and in the test part: "
                "let `winnow tune` split the data, or keep each document in one part"
            )
        return chosen


def _held_out(example: TrainingExample) -> HeldOut:
    return HeldOut.model_construct(**dict(example))


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + more
