"""A ladder of classifiers of short messages: words, meaning, both; each answer is timed by itself.

Words: TF-IDF of one and two words. Meaning: the vectors of the sentence embedder. Both: one beside
the other. On each a logistic regression that learnt from the same messages; its highest probability
is the score. Seconds are those of the processor, one message at a time, so that other work on the
machine does not count.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from winnow.calibration.splitting import fold_of
from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.ladder.bars import Bar
from winnow.ladder.choosing import choose
from winnow.ladder.outcomes import Outcome, Table, table_of
from winnow.ladder.reporting import report

PARTS: Final = 20
TAUGHT: Final = 12  # of the parts teach the classifiers
TUNED: Final = 3  # choose the ladder; the other five verify
HOUR: Final = 3600.0


@dataclass(frozen=True)
class Message:
    """A text and its intent."""

    text: str
    intent: str


def read_messages(path: Path, most: int | None) -> list[Message]:
    """The rows of a labelled file; of a part, the first."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Message(row["text"], row["gold"]) for row in rows][:most]


def measure(path: Path, most: int | None, usd_per_hour: float, seed: int) -> dict[str, Any]:
    """The figures of the ladder on held-out messages."""
    taught, tuned, held = _split(read_messages(path, most), seed)
    print(f"{len(taught)} teach, {len(tuned)} tune, {len(held)} verify", file=sys.stderr)
    rungs = _Rungs(taught)
    tuning, verifying = (_table(rungs, part, usd_per_hour) for part in (tuned, held))
    bar, timed = Bar(0.95), frozenset(tuning.names)
    choice = choose(tuning, verifying, bar)
    return {
        "taught": len(taught),
        "usd_per_hour": usd_per_hour,
        **report(choice, tuning, verifying, bar, timed, seed),
    }


def _split(messages: Sequence[Message], seed: int) -> tuple[list[Message], ...]:
    """Three parts; texts that are the same but for case and marks stay together."""
    keys = [re.sub(r"\W+", " ", one.text.casefold()).strip() for one in messages]
    dealt = fold_of(keys, seed, PARTS)
    parts: tuple[list[Message], ...] = ([], [], [])
    for key, one in zip(keys, messages, strict=True):
        parts[(dealt[key] >= TAUGHT) + (dealt[key] >= TAUGHT + TUNED)].append(one)
    return parts


class _Rungs:
    """Three classifiers that learnt from the same messages."""

    def __init__(self, taught: Sequence[Message]) -> None:
        texts, intents = [one.text for one in taught], [one.intent for one in taught]
        self._embedder = open_embedder(Settings())
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        words = self._words.fit_transform(texts)
        meaning = self._embed(texts)
        self._models = {
            "words": LogisticRegression(C=30, max_iter=300).fit(words, intents),
            "meaning": LogisticRegression(C=30, max_iter=300).fit(meaning, intents),
            "both": LogisticRegression(C=30, max_iter=300).fit(
                hstack([words, csr_matrix(meaning)]).tocsr(), intents
            ),
        }

    def answers(self) -> dict[str, Callable[[str], tuple[str, float]]]:
        """By rung: a message's intent and its probability."""
        made: dict[str, Callable[[str], Any]] = {
            "words": lambda text: self._words.transform([text]),
            "meaning": lambda text: self._embed([text]),
            "both": lambda text: hstack(
                [self._words.transform([text]), csr_matrix(self._embed([text]))]
            ).tocsr(),
        }
        return {name: self._answer(name, of) for name, of in made.items()}

    def _answer(
        self, name: str, features: Callable[[str], Any]
    ) -> Callable[[str], tuple[str, float]]:
        model = self._models[name]

        def answer(text: str) -> tuple[str, float]:
            chances = model.predict_proba(features(text))[0]
            best = int(chances.argmax())
            return str(model.classes_[best]), float(chances[best])

        return answer

    def _embed(self, texts: Sequence[str]) -> Any:
        return np.asarray(asyncio.run(self._embedder.embed(texts)))


def _table(rungs: _Rungs, messages: Sequence[Message], usd_per_hour: float) -> Table:
    made = []
    for name, answer in rungs.answers().items():
        outcomes = [_outcome(answer, one, usd_per_hour) for one in messages]
        print(f"  {name}: {np.mean([one.right for one in outcomes]):.4f}", file=sys.stderr)
        made.append((name, outcomes))
    return table_of(made)


def _outcome(
    answer: Callable[[str], tuple[str, float]], message: Message, usd_per_hour: float
) -> Outcome:
    begun = time.process_time()
    intent, score = answer(message.text)
    seconds = time.process_time() - begun
    right = intent == message.intent
    return Outcome(score, right, seconds * usd_per_hour / HOUR, seconds, float(right))
