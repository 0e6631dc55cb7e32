"""Labelled questions and the documents that they are asked of, from a folder or its index.jsonl.

Two forms are read. A row that is a question: {"id", "file", "lang", "question", "gold":
{"relevant": [document ids]}}, with the documents in corpus.jsonl ({"id", "lang", "file"}) and more
relevance, where there is, in qrels.tsv (query-id, corpus-id, score; as in BEIR). A row that is a
document: {"id", "file", "gold": [{"uid", "question"}, ...]}, to which its questions lead back.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from winnow.errors import MisconfiguredError

LANGUAGE: Final = "en"  # where a row names none


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be found."""

    id: str
    language: str
    file: Path


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the documents that answer it."""

    id: str
    language: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Documents and questions; every relevant document is among the documents."""

    documents: tuple[Document, ...]
    questions: tuple[Question, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Of the questions, in order of appearance."""
        return tuple(dict.fromkeys(one.language for one in self.questions))

    def of(self, *languages: str) -> "LabelledSet":
        """What is of some languages."""
        return LabelledSet(
            tuple(one for one in self.documents if one.language in languages),
            tuple(one for one in self.questions if one.language in languages),
        )


def read_questions(data: Path) -> LabelledSet:
    """Read them; raises MisconfiguredError with what is wrong, and in which line."""
    index = data / "index.jsonl" if data.is_dir() else data
    folder = index.parent
    rows = list(_rows(index))
    corpus = folder / "corpus.jsonl"
    listed = list(_rows(corpus)) if corpus.exists() else []
    asked = [row for row in rows if "question" in row]
    sources = listed or [{**row, "id": row["file"]} for row in asked]
    sources += [row for row in rows if "question" not in row]
    documents = {str(row["id"]): _document(row, folder) for row in sources}
    more = _qrels(folder / "qrels.tsv")
    questions = [_question(row, documents, more, listed=bool(listed)) for row in asked]
    for row in rows:
        if "question" not in row:
            questions += _questions_of(row, index)
    if not questions:
        raise MisconfiguredError(
            f"{index} has no questions: see `winnow retrieval evaluate --help`"
        )
    return LabelledSet(tuple(documents.values()), tuple(questions))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise MisconfiguredError(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise MisconfiguredError(f"{path}:{number}: no JSON: {error}") from error
        if not isinstance(row, dict) or not {"id", "file"} <= row.keys():
            raise MisconfiguredError(f"{path}:{number}: no object with `id` and `file`")
        yield row


def _document(row: dict[str, Any], folder: Path) -> Document:
    file = folder / str(row["file"])
    if not file.is_file():
        raise MisconfiguredError(f"{file}, the file of {row['id']}, is not there")
    return Document(str(row["id"]), str(row.get("lang", LANGUAGE)), file)


def _question(
    row: dict[str, Any], known: dict[str, Document], more: dict[str, set[str]], *, listed: bool
) -> Question:
    """Without a corpus the file itself is what is relevant."""
    id_ = str(row["id"])
    named = set(row["gold"].get("relevant", ())) | more.get(id_, set())
    relevant = frozenset(named if listed else {str(row["file"])})
    if not relevant or not relevant <= known.keys():
        absent = ", ".join(sorted(relevant - known.keys())) or "none is named"
        raise MisconfiguredError(f"relevant documents of {id_} are not in the corpus: {absent}")
    return Question(id_, str(row.get("lang", LANGUAGE)), str(row["question"]), relevant)


def _questions_of(row: dict[str, Any], index: Path) -> Iterator[Question]:
    language, document = str(row.get("lang", LANGUAGE)), frozenset({str(row["id"])})
    asked = row.get("gold")
    if not isinstance(asked, list):
        raise MisconfiguredError(
            f"{index}: {row['id']} has neither `question` nor a list in `gold`"
        )
    for number, one in enumerate(asked):
        name = str(one.get("uid", f"{row['id']}/{number}"))
        yield Question(name, language, str(one["question"]), document)


def _qrels(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if float(row["score"]) > 0:
                    found.setdefault(row["query-id"], set()).add(row["corpus-id"])
    return found
