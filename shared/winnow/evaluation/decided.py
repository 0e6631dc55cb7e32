"""Questions that people answered, as a labelled set that `winnow retrieval evaluate` reads.

A folder as of BEIR (Thakur et al. 2021, with files beside it): index.jsonl has a question a line,
corpus.jsonl a passage, files/ their texts. Passages that were found and not cited are in the corpus
too. Questions that the documents do not answer are in unanswerable.jsonl.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from winnow.contracts.questions import Citation
from winnow.records.decided_questions import DecidedQuestion


@dataclass(slots=True)
class LabelledQuestions:
    """Rows of the files; `passages` are texts by id. `skipped` have no answer that can be found."""

    answered: list[dict[str, Any]] = field(default_factory=list)
    unanswerable: list[dict[str, Any]] = field(default_factory=list)
    corpus: dict[str, dict[str, Any]] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)
    skipped: int = 0


def labelled(decided: Iterable[DecidedQuestion]) -> LabelledQuestions:
    """The set; a person's words are `said`, what they cite is the gold. Pure."""
    made = LabelledQuestions()
    for one in decided:
        decision = one.decision
        if decision.outcome == "not_in_documents":
            made.unanswerable.append(_asked(one))
        elif decision.outcome == "answered" and decision.citations:
            _note(made, one, decision.citations)
            made.answered.append(_answered(one, made.passages))
        else:
            made.skipped += 1
    return made


def write(made: LabelledQuestions, folder: Path) -> None:
    """Write the files; those of an earlier export are replaced."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for id_, text in made.passages.items():
        (folder / made.corpus[id_]["file"]).write_text(text, encoding="utf-8")
    _lines(folder / "index.jsonl", made.answered)
    _lines(folder / "corpus.jsonl", made.corpus.values())
    _lines(folder / "unanswerable.jsonl", made.unanswerable)


def _note(made: LabelledQuestions, one: DecidedQuestion, citations: Sequence[Citation]) -> None:
    """Put what was found, and what is cited, into the corpus."""
    known = {_id(source): (source.file_name, source.text) for source in one.sources}
    for place in citations:
        known.setdefault(_id(place), (place.file_name, place.quote))
    for id_, (title, text) in known.items():
        number = len(made.corpus)
        file = f"files/{number:05}.txt"
        row = {"id": id_, "lang": one.language, "title": title, "file": file}
        made.corpus.setdefault(id_, row)
        made.passages.setdefault(id_, text)


def _asked(one: DecidedQuestion) -> dict[str, Any]:
    decision = one.decision
    id_ = str(decision.document_id)
    said = {"reviewer": decision.reviewer, "note": decision.note}
    return {"id": id_, "file": "", "lang": one.language, "question": one.question, **said}


def _answered(one: DecidedQuestion, passages: Mapping[str, str]) -> dict[str, Any]:
    decision = one.decision
    relevant = list(dict.fromkeys(_id(place) for place in decision.citations))
    gold = {
        "answers": [place.quote for place in decision.citations],
        "answer_start": [_start(place, passages) for place in decision.citations],
        "relevant": relevant,
        "said": decision.text,
    }
    key = str(decision.citations[0].document_id)  # questions of one document stay together
    return {**_asked(one), "file": decision.citations[0].file_name, "gold": gold, "split_key": key}


def _start(place: Citation, passages: Mapping[str, str]) -> int:
    """Where the quote begins in the text that is exported."""
    text = passages[_id(place)]
    if text[place.start : place.end] == place.quote:
        return place.start
    return max(text.find(place.quote), 0)


def _id(place: Any) -> str:
    return f"{place.document_id}/{place.chunk}"


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
