"""Labelled questions become figures."""

import json
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.retrieval.evaluation.asking import WAYS
from winnow.retrieval.evaluation.labelled import read_questions
from winnow.retrieval.evaluation.measuring import first_of, measure
from winnow.retrieval.evaluation.metrics import apart, measured, ndcg, recall, reciprocal_rank

ONE = frozenset({"b"})


def test_recall_mrr_and_ndcg_are_as_published() -> None:
    assert recall(["a", "b"], ONE, 1) == 0
    assert recall(["a", "b"], frozenset({"b", "c"}), 2) == 0.5
    assert reciprocal_rank(["a", "b"], ONE) == 0.5
    assert reciprocal_rank(["a"] * 10 + ["b"], ONE) == 0
    assert ndcg(["b", "a"], ONE) == 1
    assert ndcg(["a", "b"], ONE) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg([], ONE) == 0


def test_intervals_hold_the_mean_and_are_wider_where_questions_hang_together() -> None:
    values = [1.0, 0.0] * 50
    loose = measured(values, range(100))
    tied = measured(values, [at // 20 * 2 + at % 2 for at in range(100)])
    assert loose["low"] < loose["value"] == 0.5 < loose["high"]
    assert tied["high"] - tied["low"] > loose["high"] - loose["low"]


def test_where_all_is_right_few_documents_say_little() -> None:
    assert measured([1.0] * 30, [1, 2, 3] * 10)["low"] < 0.5


def test_a_gain_is_paired() -> None:
    gained = apart([1.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1, 2, 3])
    assert gained == {"value": 0.5, "low": 0.5, "high": 0.5}


def test_questions_with_a_corpus_are_read(tmp_path: Path) -> None:
    write_questions(tmp_path)
    found = read_questions(tmp_path)
    assert [one.id for one in found.documents] == ["d1", "d2", "z1"]
    assert found.questions[0].relevant == {"d1", "d2"}
    assert found.languages == ("en", "zh")
    assert len(found.of("zh").documents) == 1
    assert len(first_of(found, 1).questions) == 2
    assert read_questions(tmp_path / "index.jsonl") == found


def test_documents_with_questions_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x</p>")
    gold = [{"uid": "q1", "question": "What?"}, {"uid": "q2", "question": "Why?"}]
    write_rows(tmp_path / "index.jsonl", [{"id": "a", "file": "a.html", "gold": gold}])
    found = read_questions(tmp_path)
    assert [(one.id, list(one.relevant)) for one in found.questions] == [
        ("q1", ["a"]),
        ("q2", ["a"]),
    ]


def test_without_a_corpus_the_file_is_what_is_found(tmp_path: Path) -> None:
    write_questions(tmp_path)
    (tmp_path / "corpus.jsonl").unlink()
    found = read_questions(tmp_path)
    assert found.questions[0].relevant == {"d1.txt"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "has no questions"),
        ([{"id": "a"}], "index.jsonl:1: no object with `id` and `file`"),
        ([{"id": "a", "file": "no.txt", "question": "?", "gold": {}}], "is not there"),
        ([{"id": "a", "file": "d1.txt", "gold": {}}], "neither `question`"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, rows: list[dict[str, Any]], told: str) -> None:
    (tmp_path / "d1.txt").write_text("x")
    write_rows(tmp_path / "index.jsonl", rows)
    with pytest.raises(MisconfiguredError, match=told):
        read_questions(tmp_path)


def test_a_question_about_no_document_of_the_corpus_is_told(tmp_path: Path) -> None:
    write_questions(tmp_path)
    write_rows(tmp_path / "corpus.jsonl", [{"id": "d1", "lang": "en", "file": "d1.txt"}])
    with pytest.raises(MisconfiguredError, match="not in the corpus: d2"):
        read_questions(tmp_path)


@pytest.mark.timeout(120)
def test_four_ways_are_measured_in_one_run(tmp_path: Path) -> None:
    write_questions(tmp_path)
    heard: list[tuple[str, int, int]] = []
    settings = Settings(data=tmp_path / "home", weaviate_url="")
    figures = measure(
        read_questions(tmp_path), settings, "lancedb", [1], lambda *one: heard.append(one)
    )
    assert set(figures["languages"]) == {"en", "zh"}
    assert set(figures["languages"]["en"]["ways"]) == set(WAYS)
    for language in ("en", "zh"):
        assert figures["languages"][language]["ways"]["hybrid"]["mrr@10"]["value"] == 1
    assert figures["chunks"] == figures["documents"] == 3
    assert ("indexed", 3, 3) in heard
    assert ("asked", 2, 2) in heard


def write_questions(folder: Path) -> None:
    texts = {
        "d1": "The summer theatre stood in the Saxon Garden of Warsaw until the war.",
        "d2": "Cows eat grass on the meadows of the valley, and sheep do so too.",
        "z1": "华沙的第一个文学歌舞表演是莫穆斯、位于市中心的剧院广场附近。",
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    corpus = [{"id": n, "lang": "zh" if n == "z1" else "en", "file": f"{n}.txt"} for n in texts]
    write_rows(folder / "corpus.jsonl", corpus)
    asked = "Where was the summer theatre located?"
    foreign = "华沙的第一个文学歌舞表演是什么"
    rows = [
        {"id": "q1", "file": "d1.txt", "lang": "en", "question": asked},
        {"id": "q2", "file": "z1.txt", "lang": "zh", "question": foreign},
    ]
    gold = [{"relevant": ["d1"]}, {"relevant": ["z1"]}]
    write_rows(
        folder / "index.jsonl",
        [{**row, "gold": one} for row, one in zip(rows, gold, strict=True)],
    )
    head = "query-id\tcorpus-id\tscore\n"
    (folder / "qrels.tsv").write_text(head + "q1\td1\t1\nq1\td2\t1\nq2\tz1\t1\n")


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
