"""Held-out documents: what is read, and what a right answer is."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from winnow.contracts.tuning import TrainingExample
from winnow.evaluation.labelled import Labelled
from winnow.prompts import unfenced

NUMBER: Final = re.compile(r"^\[\d+\] ", re.MULTILINE)  # of a passage, as summarise writes it


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the test part. `references` are right texts, where the answer is free text."""

    labelled: Labelled
    references: tuple[str, ...] = ()
    slices: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str | None:
        """The true label, where there is one field: null is a label too."""
        values = list(self.labelled.gold.values())
        return str(values[0]) if values and values[0] is not None else None


def held_of_labelled(
    labelled: Iterable[Labelled], slices: Mapping[str, Mapping[str, str]] | None = None
) -> list[Held]:
    """Labelled documents as they are; `slices` is by document."""
    known = slices or {}
    return [Held(one, _texts_of(one), known.get(one.id, {})) for one in labelled]


def held_of_examples(
    examples: Sequence[TrainingExample], labelled: Iterable[Labelled] = ()
) -> tuple[list[Held], list[str]]:
    """The documents of test examples, and the ids of those that cannot be had again.

    A document that is among `labelled` is read from there; of any other its one question holds the
    text. One that was asked in several parts is only had from `labelled`.
    """
    sources = {one.id: one for one in labelled}
    asked: dict[str, list[TrainingExample]] = defaultdict(list)
    for example in examples:
        asked[example.document].append(example)
    held, lost = list[Held](), list[str]()
    for document, parts in asked.items():
        texts = {(part.asked, part.text) for part in parts}
        if document in sources:
            source = sources[document]
            said = _said(parts) if len(texts) == 1 else []
            references = tuple(dict.fromkeys((*_texts_of(source), *said)))
            held.append(Held(source, references, parts[0].slices))
        elif len(texts) == 1:
            held.append(_rebuilt(document, parts))
        else:
            lost.append(document)
    return held, lost


def _rebuilt(document: str, parts: Sequence[TrainingExample]) -> Held:
    one, text = parts[0], unfenced(parts[0].text)
    summary = one.task == "summarise"
    gold = {} if summary else json.loads(one.answer)
    source = Labelled(document, one.group, gold, text=NUMBER.sub("", text) if summary else text)
    return Held(source, tuple(dict.fromkeys(_said(parts))), one.slices)


def _texts_of(one: Labelled) -> tuple[str, ...]:
    texts = [value for value in one.gold.values() if isinstance(value, str)]
    told = texts if len(one.gold) == 1 else []
    return tuple(dict.fromkeys((*told, *one.references)))


def _said(parts: Sequence[TrainingExample]) -> list[str]:
    """The texts that the examples answer with: a summary's sentences, or the one field."""
    texts = []
    for part in parts:
        answer = json.loads(part.answer)
        if part.task == "summarise":
            texts.append(" ".join(one["sentence"] for one in answer["statements"]))
        elif len(answer) == 1 and isinstance(next(iter(answer.values())), str):
            texts.append(next(iter(answer.values())))
    return texts
