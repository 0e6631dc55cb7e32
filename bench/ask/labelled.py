"""Questions with known answers over known passages: XQuAD and TAT-QA."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from winnow_ingest.tables import table_text


@dataclass(frozen=True)
class Text:
    """A passage of a document."""

    id: str
    document: UUID
    text: str


@dataclass(frozen=True)
class Labelled:
    """A question. `passages` hold the answer; `within` is the document that is searched, or all.

    `group` is what stays together when questions are parted for fitting and testing.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    passages: tuple[str, ...]
    group: str
    within: UUID | None = None
    gold: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledSet:
    """Questions and the passages they are asked of, by id."""

    name: str
    texts: dict[str, Text]
    questions: list[Labelled]


def xquad(folder: Path, language: str = "en") -> LabelledSet:
    """Questions over all paragraphs of a language; each article is a document."""
    texts = {
        row["id"]: Text(
            row["id"], _document(row["title"]), (folder / row["file"]).read_text("utf-8")
        )
        for row in _rows(folder / "corpus.jsonl")
        if row["lang"] == language
    }
    questions = [
        Labelled(
            row["id"],
            row["question"],
            tuple(row["gold"]["answers"]),
            tuple(row["gold"]["relevant"]),
            row["split_key"],
        )
        for row in _rows(folder / "index.jsonl")
        if row["lang"] == language
    ]
    return LabelledSet(f"xquad-{language}", texts, questions)


def tatqa(folder: Path) -> LabelledSet:
    """Questions over the table and the paragraphs of one context each, as the authors ask them."""
    texts: dict[str, Text] = {}
    questions = []
    for row in _rows(folder / "index.jsonl"):
        document = _document(row["id"])
        parts = dict(_parts((folder / row["file"]).read_text("utf-8")))
        texts |= {
            f"{row['id']}/{n}": Text(f"{row['id']}/{n}", document, t) for n, t in parts.items()
        }
        for gold in row["gold"]:
            where = [] if gold["answer_from"] == "text" else ["table"]
            where += [f"p{number}" for number in gold["rel_paragraphs"]]
            answers = gold["answer"] if isinstance(gold["answer"], list) else [str(gold["answer"])]
            questions.append(
                Labelled(
                    gold["uid"],
                    gold["question"],
                    tuple(answers),
                    tuple(f"{row['id']}/{name}" for name in where if name in parts),
                    row["id"],
                    document,
                    gold,
                )
            )
    return LabelledSet("tatqa", texts, questions)


def drawn(questions: list[Labelled], most: int | None) -> list[Labelled]:
    """At most so many in an order of chance that is always the same: a run that ends early has

    questions of all groups.
    """
    ordered = sorted(questions, key=lambda one: sha256(one.id.encode()).digest())
    return ordered[:most]


def _parts(html: str) -> Iterator[tuple[str, str]]:
    if table := re.search(r"<table>.*?</table>", html, re.DOTALL):
        yield "table", table_text(table[0])
    for found in re.finditer(r'<p id="(p\d+)">(.*?)</p>', html, re.DOTALL):
        yield found[1], table_text(found[2])


def _document(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
