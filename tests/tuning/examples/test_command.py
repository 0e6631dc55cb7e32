"""winnow examples, end to end without a model: none is asked."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.contracts.tuning import TrainingExample
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.training_examples import TrainingExamples
from winnow.tuning.examples import read_examples

GOLD: dict[str, Any] = {"company": "CORNER CAFE", "date": None, "total": "3.00", "paid": None}
ROWS = [
    {"id": "a", "text": "CORNER CAFE\n\nTotal 3.00", "gold": {**GOLD, "items": []}},
    {"id": "b", "text": "CORNER CAFE\n\nTotal 3.00 Thanks", "gold": GOLD},
]


@pytest.fixture
def data(tmp_path: Path, recipes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATA": str(tmp_path / "data"),
        "RECIPES": str(recipes),
        "MODEL": "openai",
        "OPENAI_MODEL": "fake",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }.items():
        monkeypatch.setenv(f"WINNOW_{name}", value)
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["examples", *map(str, arguments)])


async def keep(database: Path, *examples: TrainingExample) -> None:
    url = f"sqlite:///{database}"
    await migrate(url)
    opened = open_database(url)
    await TrainingExamples(opened).keep(examples)
    await opened.close()


def reviewed(exported: Path) -> TrainingExample:
    told = {"id": "reviewed", "origin": "review", "tenant": "acme", "document": "d"}
    return read_examples(exported)[0].model_copy(update={**told, "sha256": "ab" * 32})


def test_examples_are_written_to_a_file_and_counted(data: Path, tmp_path: Path) -> None:
    to = tmp_path / "train.jsonl"
    told = run("export", "slip", "--data", data, "--out", to, "--json")
    assert told.exit_code == 0, told.stderr
    summary = json.loads(told.stdout)
    assert (summary["examples"], summary["by_origin"]) == (1, {"file": 1})
    assert summary["left_out"] == {"unjudged": 1}
    assert summary["documents_left_out"][0]["document"] == "b"
    [one] = read_examples(to)
    assert (one.document, one.tenant, one.consent) == ("a", "default", True)


def test_without_a_file_examples_go_to_stdout_and_the_summary_to_stderr(data: Path) -> None:
    told = run("export", "slip", "--data", data)
    [line] = told.stdout.splitlines()
    assert TrainingExample.model_validate_json(line).document == "a"
    assert "1 examples of 1 documents" in told.stderr
    assert "/items" in told.stderr


def test_documents_without_consent_are_left_out(data: Path, tmp_path: Path) -> None:
    told = run("export", "slip", "--data", data, "--no-consent", "--out", tmp_path / "x")
    assert told.exit_code == 2
    assert "WINNOW_TRAINING_CONSENT" in told.stderr
    assert not (tmp_path / "x").exists()


def test_reviewed_documents_of_consenting_tenants_are_exported(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", "slip", "--data", data, "--out", tmp_path / "one")
    asyncio.run(keep(tmp_path / "data" / "winnow.db", reviewed(tmp_path / "one")))
    for consent, origins in (("", {"file": 1}), ("acme", {"review": 1, "file": 1})):
        monkeypatch.setenv("WINNOW_TRAINING_CONSENT", consent)
        told = run("export", "slip", "--data", data, "--out", tmp_path / "two", "--json")
        assert json.loads(told.stdout)["by_origin"] == origins


def test_an_example_is_shown(data: Path, tmp_path: Path) -> None:
    run("export", "slip", "--data", data, "--out", tmp_path / "one")
    [one] = read_examples(tmp_path / "one")
    shown = run("show", one.id, "--data", tmp_path / "one")
    assert one.text in shown.stdout
    assert one.answer in shown.stdout
    assert run("show", "nothing").exit_code == 1


def test_a_document_is_forgotten_in_the_store_and_in_files(data: Path, tmp_path: Path) -> None:
    exported = tmp_path / "one"
    run("export", "slip", "--data", data, "--out", exported)
    asyncio.run(keep(tmp_path / "data" / "winnow.db", reviewed(exported)))
    told = run("forget", "d", "--json")
    assert json.loads(told.stdout)["examples"] == 1
    assert json.loads(told.stdout)["sha256"] == ["ab" * 32]
    assert run("forget", "d").exit_code == 1
    told = run("forget", "a", "--in", exported, "--json")
    assert json.loads(told.stdout)["from_files"] == 1
    assert exported.read_text() == ""


def test_a_recipe_that_is_not_there_is_said_in_one_line(data: Path) -> None:
    told = run("export", "nothing", "--data", data)
    assert told.exit_code == 2
    assert "there are letter, slip" in told.stderr


@pytest.mark.parametrize("command", ["export", "show", "forget"])
def test_help_teaches(command: str) -> None:
    assert "Example: winnow examples" in run(command, "--help").output
