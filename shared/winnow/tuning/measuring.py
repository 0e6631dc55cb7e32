"""What a tuned model is measured on, and against whom."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from winnow.contracts.tuning import TrainingExample
from winnow.tuning.comparing.opening import NAMES, WHY_NOT, Field, check_names

Of = TypeVar("Of", bound=TrainingExample)
ALWAYS: Final = {"base", "tuned", "champion"}  # the judged one, and whom the gate asks about


@dataclass(frozen=True, slots=True)
class Measuring:
    """On `most` documents of a part, drawn by the seed, or on all of them.

    `contenders` are those to compare with besides; None: all that apply. Raises MisconfiguredError
    for a name that no contender has.
    """

    most: int | None = None
    contenders: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        check_names(self.contenders or ())

    def names(self, field: Field) -> list[str]:
        """Those of them that apply; what does not is no reason to lose a training."""
        wanted = NAMES if self.contenders is None else {*self.contenders, *ALWAYS}
        return [name for name in NAMES if name in wanted and not WHY_NOT[name](field)]

    def drawn(self, part: Sequence[Of], seed: int) -> tuple[Of, ...]:
        """The examples of so many documents of a part."""
        documents = sorted({one.document for one in part})
        if self.most is None or self.most >= len(documents):
            return tuple(part)
        chosen = set(random.Random(seed).sample(documents, self.most))  # noqa: S311  (no secret)
        return tuple(one for one in part if one.document in chosen)
