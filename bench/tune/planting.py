"""Faults planted into clean examples, so that it is known which of them the checks must find."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from winnow.contracts.tuning import TrainingExample
from winnow.prompts import unfenced
from winnow.prompts.rendering import fenced
from winnow.tuning.parts import Part

CONFUSED = {
    "o": "0", "0": "O", "l": "1", "1": "l", "i": "l", "e": "c", "c": "e", "s": "5", "5": "S",
    "b": "8", "8": "B", "g": "9", "u": "v", "h": "b", "n": "r", "a": "o",
}  # fmt: skip


@dataclass
class Planted:
    """Examples with their parts, and which faults stand in them by example id."""

    examples: list[TrainingExample]
    parts: dict[str, Part]
    exact: dict[str, str] = field(default_factory=dict)  # copy in the test part: its original
    near: dict[str, str] = field(default_factory=dict)
    contradicting: dict[str, str] = field(default_factory=dict)
    swapped: dict[tuple[str, str], str] = field(default_factory=dict)  # (id, pointer): how


def plant(
    clean: Sequence[TrainingExample],
    share: float,
    seed: int,
    swap: Callable[[TrainingExample, Random], tuple[str, str, dict[str, Any]] | None],
) -> Planted:
    """A fifth is tested on. `share` of the examples is copied across the split, `share` of those

    trained on get a wrong answer by `swap`, and a fifth of `share` is repeated with another answer.
    """
    rng = Random(seed)
    order = list(clean)
    rng.shuffle(order)
    cut = len(order) // 5
    tested, trained = order[:cut], order[cut:]
    parts: dict[str, Part] = dict.fromkeys((one.id for one in trained), "train")
    parts.update(dict.fromkeys((one.id for one in tested), "test"))
    planted = Planted([*order], parts)
    many = round(share * len(order))
    copied, rest = trained[:many], trained[many:]
    for at, one in enumerate(copied):
        text = unfenced(one.text)
        made = _copy(one, _spaced(text, rng) if at % 2 else _misread(text, rng, 0.02), f"copy{at}")
        _add(planted, made, "test")
        (planted.near if made_anew(one, made) else planted.exact)[made.id] = one.id
    _swap(planted, rest[:many], swap, rng)
    for at, one in enumerate(rest[many : many + max(many // 5, 2)]):
        if (wrong := swap(one, rng)) is not None:
            made = _copy(one, unfenced(one.text), f"other{at}", json.dumps(wrong[2]))
            _add(planted, made, "train")
            planted.contradicting[made.id] = one.id
    return planted


def made_anew(one: TrainingExample, made: TrainingExample) -> bool:
    """Whether letters of a copy differ from those of its original."""
    from winnow.tuning.likeness import letters_of

    return letters_of(unfenced(one.text)) != letters_of(unfenced(made.text))


def _swap(
    planted: Planted,
    chosen: Sequence[TrainingExample],
    swap: Callable[[TrainingExample, Random], tuple[str, str, dict[str, Any]] | None],
    rng: Random,
) -> None:
    at = {one.id: number for number, one in enumerate(planted.examples)}
    for one in chosen:
        if (wrong := swap(one, rng)) is not None:
            pointer, how, answer = wrong
            number = at[one.id]
            planted.examples[number] = one.model_copy(update={"answer": json.dumps(answer)})
            planted.swapped[one.id, pointer] = how


def _copy(one: TrainingExample, text: str, name: str, answer: str | None = None) -> TrainingExample:
    id_ = f"{one.id}-{name}"
    new = {"id": id_, "document": id_, "group": id_, "sha256": id_, "text": fenced(text)}
    return one.model_copy(update=new | ({"answer": answer} if answer else {}))


def _add(planted: Planted, made: TrainingExample, part: Part) -> None:
    planted.examples.append(made)
    planted.parts[made.id] = part


def _misread(text: str, rng: Random, rate: float) -> str:
    """Letters as OCR misreads them, at `rate`; at least one."""
    places = [at for at, mark in enumerate(text) if mark.casefold() in CONFUSED]
    wrong = {at for at in places if rng.random() < rate * len(text) / max(len(places), 1)}
    wrong = wrong or {rng.choice(places)}
    return "".join(CONFUSED[one.casefold()] if at in wrong else one for at, one in enumerate(text))


def _spaced(text: str, rng: Random) -> str:
    """Spaces lost and doubled, and every fifth line break taken for a space."""
    made = []
    for mark in text:
        if mark == " ":
            made.append(rng.choice(("", "  ", " ", " ")))
        elif mark == "\n":
            made.append(" " if rng.random() < 0.2 else "\n")
        else:
            made.append(mark)
    return "".join(made)
