"""winnow questions export: what people answered, as a labelled set."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.contracts.questions import QuestionEscalated
from winnow.evaluation.decided import labelled, write
from winnow.records.decided_questions import decided_questions
from winnow.testing.scripted_answerer import QUOTE, TEXT

Office = Any  # see conftest.py


async def decided(office: Office, question: str, **changes: Any) -> None:
    office.answerer.outcome = "escalated"
    await office.ask(question)
    [*_, event] = [one for one in await office.sent() if isinstance(one, QuestionEscalated)]
    await office.decide(event, **changes)


def rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


async def test_answers_are_gold_with_the_passages_they_cite(office: Office, tmp_path: Path) -> None:
    await decided(office, "When is notice given?")
    await decided(office, "Who is the landlord's dog?", outcome="not_in_documents", citations=())
    await decided(office, "What is my salary?", outcome="declined", citations=())
    await office.ask("Who signs?")
    found = await office.database.write(lambda sql: decided_questions(sql, "acme"))
    made = labelled(found)
    assert (len(made.answered), len(made.unanswerable), made.skipped) == (1, 1, 1)
    write(made, tmp_path)
    [row] = rows(tmp_path / "index.jsonl")
    [passage] = rows(tmp_path / "corpus.jsonl")
    assert row["question"] == "When is notice given?"
    assert row["gold"]["said"] == "In writing, thirty days ahead."
    assert row["gold"]["relevant"] == [passage["id"]]
    text = (tmp_path / passage["file"]).read_text()
    assert text == TEXT
    [start] = row["gold"]["answer_start"]
    assert text[start : start + len(QUOTE)] == QUOTE == row["gold"]["answers"][0]
    [none] = rows(tmp_path / "unanswerable.jsonl")
    assert none["question"] == "Who is the landlord's dog?"


async def test_other_tenants_questions_are_not_told(office: Office) -> None:
    await decided(office, "When is notice given?")
    assert await office.database.write(lambda sql: decided_questions(sql, "rival")) == []


def test_a_tenant_that_did_not_consent_exports_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_TRAINING_CONSENT", "globex")
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    told = CliRunner().invoke(app, ["questions", "export", "--out", str(tmp_path / "out")])
    assert told.exit_code == 2
    assert "WINNOW_TRAINING_CONSENT" in told.output
    assert not (tmp_path / "out").exists()
