"""Labelled documents of a recipe, drawn by number: the same seed draws the same."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.tuning.generating.bills import draw_invoice
from winnow.tuning.generating.confusions import Confusions, measured
from winnow.tuning.generating.looks import look_for, text_of
from winnow.tuning.generating.paper import Paper
from winnow.tuning.generating.slips import draw_receipt
from winnow.tuning.writing import write_whole

DRAW: Final[dict[str, Callable[[random.Random], Paper]]] = {
    "receipt": draw_receipt,
    "invoice": draw_invoice,
}
SPOILT: Final = 0.4  # share of documents that were read from a picture
STRENGTHS: Final = (0.3, 0.6, 1.0)  # how much of the measured damage they have


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document as it is read, and what figures of it can be told apart by."""

    labelled: Labelled
    traits: dict[str, str]

    def row(self) -> str:
        """A line for `winnow evaluate --data` and `winnow tune --data`."""
        one = self.labelled
        told = {"id": one.id, "text": one.text, "gold": one.gold, "split_key": one.group}
        return json.dumps({**told, "slices": self.traits}, ensure_ascii=False)


def draw(
    recipe: str, count: int, seed: int, confusions: Confusions | None = None
) -> Iterator[Drawn]:
    """So many documents of `receipt` or `invoice`. Raises MisconfiguredError for other recipes."""
    if recipe not in DRAW:
        raise MisconfiguredError(
            f"documents can be drawn for {' and '.join(DRAW)}, not for {recipe!r}: what others "
            "look like, nobody has written down"
        )
    for number in range(count):
        yield draw_one(recipe, f"{seed}-{number}", confusions or measured())


def draw_one(recipe: str, name: str, confusions: Confusions) -> Drawn:
    """The document of this name."""
    rng = random.Random(f"{recipe}/{name}")  # noqa: S311  (no secret)
    paper = DRAW[recipe](rng)
    look, spoilt = look_for(rng, paper), rng.random() < SPOILT
    if spoilt:
        paper = confusions.spoil(paper, rng, rng.choice(STRENGTHS))
    id_ = f"{recipe}-{name}"
    labelled = Labelled(id_, id_, paper.gold, text=text_of(paper, look, rng))
    return Drawn(labelled, {**paper.traits, "look": look, "read": "picture" if spoilt else "text"})


def write(documents: Iterable[Drawn], path: Path) -> int:
    """Write the documents as JSONL, one a line, whole or not at all; how many there were."""
    rows = [one.row() + "\n" for one in documents]
    write_whole(path, "".join(rows).encode())
    return len(rows)
