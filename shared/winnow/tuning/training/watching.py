"""How good an adapter is while it is trained: answers written as serving writes them, scored."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from winnow.contracts.tuning import Task, TrainingExample
from winnow.llm.decode import Decoder
from winnow.recipes.equality import folded, same
from winnow.recipes.pointers import leaves
from winnow.tuning.training.encoding import Encoded, Encoder


@dataclass(frozen=True, slots=True)
class Look:
    """F1 of the watched examples (micro, over all their values), and how many forms were whole."""

    f1: float
    valid: int
    answers: tuple[bytes, ...]


def look(
    model: Any, encoder: Encoder, watched: Sequence[tuple[TrainingExample, Encoded]], task: Task
) -> Look:
    """Answer the watched examples by constrained decoding and compare them with the truth."""
    model.eval()
    decoder = Decoder(model)
    counts, valid, answers = Counter[str](), 0, list[bytes]()
    for example, encoded in watched:
        writing = encoder.writing(example)
        room = 32 + len(encoded.answer) * 3 // 2  # what goes on and on is wrong already
        written = decoder.write(encoded.prefix, encoded.rest, writing, room, Event())
        valid += written.finished
        said = json.loads(written.raw) if written.finished else None
        counts.update(_counts(said, json.loads(example.answer), task))
        answers.append(written.raw)
    f1 = 2 * counts["right"] / max(counts["said"] + counts["true"], 1)
    return Look(f1, valid, tuple(answers))


def _counts(said: Any, true: Any, task: Task) -> dict[str, int]:
    """Values that were right, said and true. Of summaries the words are counted, as SQuAD does

    (Rajpurkar et al. 2016): no two people write the same sentences.
    """
    if task == "summarise":
        words, wanted = _words(said), _words(true)
        return {
            "right": (words & wanted).total(),
            "said": words.total(),
            "true": wanted.total(),
        }
    found = {at: value for at, value in leaves(said).items() if value is not None}
    gold = {at: value for at, value in leaves(true).items() if value is not None}
    right = sum(at in found and same(found[at], value) for at, value in gold.items())
    return {"right": right, "said": len(found), "true": len(gold)}


def _words(data: Any) -> Counter[str]:
    texts = [value for value in leaves(data).values() if isinstance(value, str)]
    return Counter(folded(" ".join(texts)).split())
