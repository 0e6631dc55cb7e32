"""winnow retrieval: it teaches, and says what is wrong in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path / "home"))
    monkeypatch.setenv("WINNOW_WEAVIATE_URL", "")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ("retrieval", *arguments))


@pytest.mark.parametrize("command", ["evaluate", "upgrade"])
def test_each_command_has_help_with_an_example(command: str) -> None:
    told = run(command, "--help")
    assert told.exit_code == 0
    assert "Example" in told.output


@pytest.mark.parametrize("ranks", ["", "one", "0,5"])
def test_ranks_that_are_none_are_told(tmp_path: Path, ranks: str) -> None:
    told = run("evaluate", "--data", str(tmp_path), "--k", ranks)
    assert told.exit_code == 2
    assert "such as 1,5,10" in told.stderr


def test_a_folder_without_questions_is_told(tmp_path: Path) -> None:
    told = run("evaluate", "--data", str(tmp_path), "--json")
    assert told.exit_code == 2
    assert told.stdout == ""
    assert "index.jsonl cannot be read" in told.stderr


def test_where_there_is_no_index_there_is_nothing_to_upgrade() -> None:
    told = run("upgrade", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {}
