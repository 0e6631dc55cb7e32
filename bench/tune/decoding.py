"""What constrained decoding costs a token, and whether all that it writes fits the form.

The tokens are given: those of the answers that the served way wrote. Two loops read them one by one
over the same prompts under the same adapter; one also computes the grammar's mask, applies it and
moves the grammar on, the other takes the likeliest token of all. Nothing else differs, so that
their ratio is the price of the grammar. The served way (forced tokens read along, guesses checked)
stands beside them by the document.
"""

import copy
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Final

import numpy as np
import torch

from winnow.contracts.tuning import TrainingExample
from winnow.llm.decode import Decoder
from winnow.llm.grammar import Writing
from winnow.tuning.parity import ROOM
from winnow.tuning.training import TrainingOptions
from winnow.tuning.training.base import open_base
from winnow.tuning.training.encoding import Encoded, Encoder

CHUNK: Final = 512  # tokens of a prompt that are read at once


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processor."""

    clock: float = 0.0
    processor: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.processor + other.processor)

    def a(self, number: int) -> dict[str, float]:
        """Milliseconds for each of so many."""
        return {name: round(1000 * one / max(number, 1), 3) for name, one in vars(self).items()}

    def over(self, other: "Spent") -> dict[str, float]:
        """How many times as much as the other."""
        return {
            name: round(one / max(vars(other)[name], 1e-9), 4) for name, one in vars(self).items()
        }


class Loops:
    """Both loops over one model."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._states: dict[tuple[int, ...], Any] = {}

    def spend(self, asked: Encoded, writing: Writing | None) -> tuple[Spent, Spent]:
        """What reading the document took, and what its answer took, under the grammar if any."""
        with torch.inference_mode():
            state = copy.deepcopy(self._prefix(asked.prefix))
            begun = _now()
            logits = self._read(asked.rest, state)
            read = _now()
            for token in asked.answer:
                if writing is None:
                    logits.argmax()
                else:
                    np.where(writing.allowed(), logits, -math.inf).argmax()
                    writing.write(token)
                logits = self._read((token,), state)
            return _between(begun, read), _between(read, _now())

    def _prefix(self, prefix: tuple[int, ...]) -> Any:
        from transformers import DynamicCache

        if prefix not in self._states:
            self._states[prefix] = DynamicCache(config=self._model.config)
            self._read(prefix, self._states[prefix])
        return self._states[prefix]

    def _read(self, tokens: Sequence[int], state: Any) -> Any:
        for first in range(0, len(tokens), CHUNK):
            chunk = torch.tensor([tokens[first : first + CHUNK]])
            read = self._model(
                input_ids=chunk, past_key_values=state, use_cache=True, logits_to_keep=1
            )
        return read.logits[0, -1].float().numpy()


def decoding(examples: Sequence[TrainingExample], adapter: Path) -> dict[str, Any]:
    """Milliseconds a token without and with the grammar, a document as served, and valid answers.

    `examples` beyond the base's context raise MisconfiguredError, as in training.
    """
    from peft import PeftModel

    base = open_base(TrainingOptions(device="cpu"))
    model = PeftModel.from_pretrained(base.model, str(adapter), autocast_adapter_dtype=False)
    encoder, decoder, loops = (
        Encoder(base.tokenizer, base.context),
        Decoder(model.eval()),
        Loops(model),
    )
    spent = dict.fromkeys(("free", "masked", "free_whole", "served"), Spent())
    tokens = valid = documents = 0
    for at, (example, encoded) in enumerate(zip(examples, encoder.encode(examples), strict=True)):
        decoder.write(encoded.prefix, encoded.rest, encoder.writing(example), 1, Event())
        begun = _now()
        written = decoder.write(
            encoded.prefix, encoded.rest, encoder.writing(example), ROOM, Event()
        )
        served = _between(begun, _now())
        if not (written.finished and _fits(written.raw, example)):
            continue
        valid += 1
        [said] = encoder.encode([example.model_copy(update={"answer": written.raw.decode()})])
        for name in ("free", "masked") if at % 2 else ("masked", "free"):
            writing = encoder.writing(example) if name == "masked" else None
            read, wrote = loops.spend(said, writing)
            spent[name] += wrote
            if name == "free":
                spent["free_whole"] += read + wrote
        spent["served"] += served
        tokens, documents = tokens + len(said.answer), documents + 1
    return {
        "documents": len(examples),
        "valid_share": valid / max(len(examples), 1),
        "tokens": tokens,
        "ms_a_token": {name: spent[name].a(tokens) for name in ("free", "masked")},
        "grammar_ratio": spent["masked"].over(spent["free"]),
        "ms_a_document": {name: spent[name].a(documents) for name in ("free_whole", "served")},
        "served_ratio": spent["served"].over(spent["free_whole"]),
        "threads": torch.get_num_threads(),
    }


def _fits(raw: bytes, example: TrainingExample) -> bool:
    from jsonschema import Draft202012Validator

    try:
        return bool(Draft202012Validator(example.form).is_valid(json.loads(raw)))
    except ValueError:
        return False


def _now() -> Spent:
    return Spent(time.perf_counter(), time.process_time())


def _between(begun: Spent, ended: Spent) -> Spent:
    return Spent(ended.clock - begun.clock, ended.processor - begun.processor)
