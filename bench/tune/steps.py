"""Seconds a training step beside a bare peft loop, and constrained beside free decoding; as JSON.

    python -m bench.tune.steps --examples F.jsonl [--steps 4] [--adapter FOLDER --split split.json]

Both loops train every layer at the same rank on the same batches: they do the same work. The
defaults of `winnow tune` (upper half, kept states) are measured besides. The turns alternate,
because a shared machine is faster at one moment than at the next. The bare loop is the usual one:
the model's own forward over prompt and answer with labels, backward, AdamW.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from bench.tune.decoding import decoding

from winnow.contracts.tuning import TrainingExample
from winnow.tuning.split import read_record
from winnow.tuning.training import TrainingOptions
from winnow.tuning.training.adapting import adapt
from winnow.tuning.training.base import Base, open_base
from winnow.tuning.training.batches import Batch, batches_of
from winnow.tuning.training.encoding import Encoder
from winnow.tuning.training.learner import Learner

WHOLE = TrainingOptions(layers=1.0, device="cpu")
RATE = 1e-4


def main() -> None:
    """Print one JSON object."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--examples", type=Path, required=True)
    told.add_argument("--steps", type=int, default=4)
    told.add_argument("--adapter", type=Path)
    told.add_argument("--batch-tokens", type=int, default=2048)
    told.add_argument("--split", type=Path, help="decode examples of this split's test part only")
    told.add_argument("--documents", type=int, default=20, help="examples that are decoded")
    told.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = told.parse_args()
    torch.set_num_threads(chosen.threads)
    examples = [
        TrainingExample.model_validate_json(line)
        for line in chosen.examples.read_text("utf-8").splitlines()
        if line.strip()
    ]
    figures: dict[str, Any] = {}
    if chosen.steps:
        figures["steps"] = step_seconds(examples, chosen.steps, chosen.batch_tokens)
    if chosen.adapter:
        test = set(read_record(chosen.split).parts["test"]) if chosen.split else None
        held = [one for one in examples if test is None or one.id in test]
        figures["decoding"] = decoding(held[: chosen.documents], chosen.adapter)
    print(json.dumps(figures, indent=1))


def step_seconds(examples: Sequence[TrainingExample], steps: int, tokens: int) -> dict[str, Any]:
    """Median seconds of a step of each loop, of the clock and of the processor, and their ratio.

    The processor's are the ones to go by where others work on the machine too.
    """
    base = open_base(WHOLE)
    encoded = Encoder(base.tokenizer, base.context).encode(examples[: steps * 8])
    batches = batches_of(encoded, tokens, WHOLE.batch_examples)
    taken = sorted(batches, key=lambda batch: -len(batch))[:steps]
    loops: dict[str, Callable[[Batch], None]] = {
        "bare": bare_loop(base),
        "ours": our_loop(WHOLE),
        "upper_half": our_loop(TrainingOptions(device="cpu")),
    }
    for step in loops.values():  # what is made once, such as kept states, is no step
        for batch in taken:
            step(batch)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in loops}
    for batch in taken:
        for name, step in loops.items():
            begun, worked = time.perf_counter(), time.process_time()
            step(batch)
            found[name].append((time.perf_counter() - begun, time.process_time() - worked))
    medians = {
        kind: {name: statistics.median(row[at] for row in rows) for name, rows in found.items()}
        for at, kind in enumerate(("clock", "processor"))
    }
    return {
        "median_seconds": medians,
        "ratio_to_bare": {
            kind: {name: one / of["bare"] for name, one in of.items()}
            for kind, of in medians.items()
        },
        "tokens": [sum(one.length for one in batch) for batch in taken],
        "threads": torch.get_num_threads(),
    }


def bare_loop(base: Base) -> Callable[[Batch], None]:
    """A step as a script on peft would do it."""
    model, _ = adapt(base.model, WHOLE)
    model.train()
    trained = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE)

    def step(batch: Batch) -> None:
        rows = [(*one.prefix, *one.rest, *one.answer) for one in batch]
        longest = max(map(len, rows))
        tokens = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
        sees = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        labels = torch.full_like(tokens, -100)
        for row, one in enumerate(batch):
            end = len(rows[row])
            labels[row, end - len(one.answer) : end] = torch.tensor(one.answer)
        model(input_ids=tokens, attention_mask=sees, labels=labels, use_cache=False).loss.backward()
        optimiser.step()
        optimiser.zero_grad()

    return step


def our_loop(options: TrainingOptions) -> Callable[[Batch], None]:
    """A step as `winnow tune` does it, on a base of its own."""
    learner = Learner(open_base(options).model, options, torch.device("cpu"))

    def step(batch: Batch) -> None:
        learner.step([batch], RATE)

    return step


if __name__ == "__main__":
    main()
