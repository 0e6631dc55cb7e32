"""Public summaries as questions to the summarise service, with what was published about them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

# Sentences that a summary may have: about as long as the references of the train splits, which have
# 110, 64, 415 and 171 words
LENGTHS: Final = {
    "meetings_whole": 5,
    "meetings_asked": 4,
    "stories_whole": 20,
    "stories_asked": 11,
}
ZERO_SCROLLS: Final = "ZeroSCROLLS, table 3, geometric mean of ROUGE-1, -2, -L"
QMSUM: Final = "QMSum, table 3, official test of 279 queries, ROUGE-1, -2, -Lsum"
PUBLISHED: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "meetings": {
        QMSUM: {
            "random": [12.03, 1.32, 11.76],
            "TextRank": [16.27, 2.69, 15.41],
            "BART, fine-tuned": [29.20, 6.37, 25.49],
            "HMNet with locator, fine-tuned": [32.29, 8.67, 28.17],
            "HMNet with gold spans, fine-tuned": [36.06, 11.36, 31.27],
            "extractive oracle": [42.84, 16.86, 39.20],
        },
        ZERO_SCROLLS: {
            "naive": 6.7,
            "Claude-1.3": 14.6,
            "ChatGPT": 15.6,
            "DaVinci003": 16.9,
            "GPT-4-0314": 18.5,
            "CoLT5, fine-tuned": 22.5,
        },
    },
    "stories": {
        ZERO_SCROLLS: {
            "naive": 10.5,
            "ChatGPT": 20.4,
            "Claude-1.3": 21.0,
            "DaVinci003": 22.0,
            "GPT-4-0314": 22.6,
            "one person against three": 23.6,
        },
    },
}


@dataclass(frozen=True, slots=True)
class Query:
    """A summary that is wanted of a document, and what people wrote; no focus: of the whole."""

    part: str
    document: str
    file: Path
    focus: str
    references: tuple[str, ...]

    @property
    def sentences(self) -> int:
        return LENGTHS[self.part]

    @property
    def data_set(self) -> str:
        return self.part.split("_")[0]


def queries(data: Path, split: str, most: int | None, seed: int) -> list[Query]:
    """Of both sets, of the official split; of `most` documents each, drawn by the seed."""
    return [
        *_drawn(list(_meetings(data / "meetings_qmsum", split)), most, seed),
        *_drawn(list(_stories(data / "stories_squality", split)), most, seed),
    ]


def _meetings(folder: Path, split: str) -> Iterator[Query]:
    """General queries want the whole meeting; specific ones have a focus of their own."""
    for row in _rows(folder, "val" if split == "dev" else split):
        file = folder / row["file"]
        for one in row["gold"]["general"]:
            yield Query("meetings_whole", row["id"], file, "", (one["summary"],))
        for one in row["gold"]["specific"]:
            yield Query("meetings_asked", row["id"], file, one["query"], (one["summary"],))


def _stories(folder: Path, split: str) -> Iterator[Query]:
    """The first question of every story asks for its plot."""
    for row in _rows(folder, split):
        for one in row["gold"]:
            whole = one["question_number"] == 1
            part, focus = ("stories_whole", "") if whole else ("stories_asked", one["question"])
            yield Query(part, row["id"], folder / row["text"], focus, tuple(one["references"]))


def _rows(folder: Path, split: str) -> list[dict[str, Any]]:
    lines = (folder / "index.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [row for row in rows if row["orig_split"] == split]


def _drawn(every: list[Query], most: int | None, seed: int) -> list[Query]:
    documents = sorted({one.document for one in every})
    if most is not None and most < len(documents):
        documents = sorted(Random(seed).sample(documents, most))
    return [one for one in every if one.document in documents]
