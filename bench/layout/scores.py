"""A reader learnt on some documents and tried on others."""

import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.layout.documents import Case

from winnow.layout import Reading, agreement, learn, read
from winnow.recipes.equality import same
from winnow.recipes.recipe import Recipe


@dataclass
class Score:
    """How one field was read; a null that was rightly left silent counts as nothing."""

    values: int = 0
    told: int = 0
    same: int = 0
    alike: int = 0
    silent_on_null: int = 0
    nulls: int = 0

    def add(self, gold: Any, reading: Reading | None) -> None:
        self.told += reading is not None
        if gold is None:
            self.nulls += 1
            self.silent_on_null += reading is None
            return
        self.values += 1
        self.same += reading is not None and same(gold, reading.value)
        self.alike += agreement(gold, reading) == "agrees"

    def figures(self) -> dict[str, Any]:
        return {
            "values": self.values,
            "exact": round(self.same / max(1, self.values), 4),
            "alike": round(self.alike / max(1, self.values), 4),
            "precision": round(self.alike / max(1, self.told), 4),
            "f1_exact": f1(self.same, self.told, self.values),
            "nulls": self.nulls,
            "nulls_silent": self.silent_on_null,
        }


def f1(right: int, told: int, values: int) -> float:
    """Harmonic mean of precision and recall."""
    return round(2 * right / max(1, told + values), 4)


@dataclass
class Trial:
    """All that was read of documents that were not learnt from."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    milliseconds: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def run(self, recipe: Recipe, taught: Sequence[Case], tried: Sequence[Case]) -> None:
        """Learn from some, read the others."""
        begun = time.process_time()
        learnt = learn(recipe, [(case.parsed, case.gold) for case in taught])
        self.seconds.append(time.process_time() - begun)
        stored = json.dumps(learnt)
        self.sizes.append(len(stored))
        learnt = json.loads(stored)
        for case in tried:
            begun = time.process_time()
            found = read(learnt, recipe, case.parsed)
            self.milliseconds.append(1000 * (time.process_time() - begun))
            for name, gold in case.gold.items():
                self.scores[name].add(gold, found.get(f"/{name}"))
        print(f"  learnt from {len(taught)}, tried on {len(tried)}", file=sys.stderr)

    def figures(self) -> dict[str, Any]:
        every = self.scores.values()
        counts = [sum(getattr(s, name) for s in every) for name in ("same", "told", "values")]
        times = sorted(self.milliseconds)
        return {
            "fields": {name: score.figures() for name, score in self.scores.items()},
            "micro_f1_exact": f1(*counts),
            "read_cpu_ms_median": round(times[len(times) // 2], 2),
            "read_cpu_ms_p99": round(times[int(len(times) * 0.99)], 2),
            "learn_cpu_seconds": round(sum(self.seconds) / len(self.seconds), 1),
            "stored_kilobytes": round(sum(self.sizes) / len(self.sizes) / 1000),
        }


def folds(cases: Sequence[Case], count: int, seed: int) -> Iterator[tuple[list[Case], list[Case]]]:
    """What to learn from and what to try, so that no group stands on both sides."""
    groups = sorted(Counter(case.group for case in cases))
    random.Random(seed).shuffle(groups)
    count = min(count, len(groups)) or len(groups)
    of = {group: at % count for at, group in enumerate(groups)}
    for fold in range(count):
        yield (
            [case for case in cases if of[case.group] != fold],
            [case for case in cases if of[case.group] == fold],
        )


def curve(
    recipe: Recipe, cases: Sequence[Case], sizes: Sequence[int], seed: int
) -> dict[int, dict[str, Any]]:
    """The figures by how many documents were learnt from; three draws, tried on those left over."""
    trials = {size: Trial() for size in sizes}
    left = max(1, len(cases) - max(sizes))
    for draw in range(3):
        drawn = list(cases)
        random.Random(seed + draw).shuffle(drawn)
        for size, trial in trials.items():
            trial.run(recipe, drawn[left : left + size], drawn[:left])
    return {size: trial.figures() for size, trial in trials.items()}
