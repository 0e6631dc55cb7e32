"""What the checks look at: the examples with their parts, read once for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from winnow.contracts.tuning import TrainingExample
from winnow.prompts import unfenced
from winnow.recipes.pointers import Scalar
from winnow.recipes.recipe import Recipe
from winnow.tuning.answers import closed_fields, leaves_of
from winnow.tuning.grouping import alike, group
from winnow.tuning.likeness import Likenesses
from winnow.tuning.parts import Part, Split

ROOM: Final = 8192  # tokens of SmolLM2, the base that ships with us


@dataclass(frozen=True)
class Data:
    """A split, its recipe, and what a champion answered where it was asked.

    `champion` holds by example id the answer of a model that did not learn from the example.
    """

    split: Split
    recipe: Recipe
    room: int = ROOM
    champion: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    vectors: Mapping[str, Any] = field(default_factory=dict)  # of the texts, by example id
    on_progress: Callable[[str, int, int], None] | None = None  # step, done, of

    @cached_property
    def rows(self) -> tuple[tuple[Part, TrainingExample], ...]:
        """Every example that is in a part."""
        return tuple(self.split.rows())

    @cached_property
    def examples(self) -> tuple[TrainingExample, ...]:
        """Those of all parts, in the order of `rows`."""
        return tuple(one for _, one in self.rows)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The documents' parts of the prompts, without their fences."""
        return tuple(unfenced(one.text) for one in self.examples)

    @cached_property
    def leaves(self) -> tuple[dict[str, Scalar], ...]:
        """The values of each answer by JSON Pointer."""
        return tuple(leaves_of(one) for one in self.examples)

    @cached_property
    def closed(self) -> tuple[frozenset[str], ...]:
        """The pointers of each example's fields that are choices from closed lists."""
        return tuple(frozenset(closed_fields(one.form)) for one in self.examples)

    @cached_property
    def likenesses(self) -> Likenesses:
        """Which texts are copies of one another, or of one template."""
        return alike(self.examples, lambda at: self.tell("comparing texts", at + 1, len(self.rows)))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What each example must stay together with; copies are of one group."""
        names = [""] * len(self.examples)
        for name, members in group(self.examples, self.likenesses).items():
            for at in members:
                names[at] = name
        return tuple(names)

    def tell(self, step: str, done: int, of: int) -> None:
        """Tell whoever watches how far a step has come."""
        if self.on_progress:
            self.on_progress(step, done, of)
