"""The command line teaches, keeps payload and progress apart, and fails with one clear line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.recipes.equality import same


@pytest.fixture(autouse=True)
def nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.setenv("WINNOW_GATEWAY", "http://127.0.0.1:1")
    monkeypatch.setenv("WINNOW_REVIEW", "http://127.0.0.1:1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    "command",
    [
        ("up",),
        ("demo",),
        ("submit",),
        ("results",),
        ("doctor",),
        ("review", "list"),
        ("review", "decide"),
        ("topics", "lag"),
        ("dead-letters", "replay"),
    ],
)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    told = run(*command, "--help")
    assert told.exit_code == 0
    assert "Usage" in told.output


def test_a_system_that_does_not_run_is_said_in_one_line(tmp_path: Path) -> None:
    (file := tmp_path / "a.txt").write_text("x")
    told = run("submit", str(file))
    assert told.exit_code == 2
    assert told.stdout == ""
    assert "winnow up" in told.stderr
    assert "Traceback" not in told.stderr


def test_migrating_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    for _ in range(2):
        told = run("migrate")
        assert (told.exit_code, told.stdout) == (0, "")
    assert (tmp_path / "winnow.db").exists()


def test_a_file_that_is_not_there_is_named() -> None:
    told = run("submit", "nowhere.pdf")
    assert told.exit_code == 2
    assert "nowhere.pdf" in told.stderr


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    told = run("submit", str(tmp_path))
    assert told.exit_code == 2
    assert "no file" in told.stderr


def test_a_decision_needs_exactly_one_outcome() -> None:
    told = run("review", "decide", "abc", "--approve", "--reject")
    assert told.exit_code == 2
    assert "--reclassify" in told.stderr


def test_doctor_names_each_thing_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told = run("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(told.stdout)}
    assert told.exit_code == 1
    assert checks["tesseract"]["state"] == "missing"
    assert "apt-get install tesseract-ocr" in checks["tesseract"]["how"]
    assert checks["Java"]["state"] == "missing"


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        (12.5, 12.50, True),
        (12, 12.0, True),
        (12.5, 12.51, False),
        ("ACME  Ltd", "acme ltd", True),
        ("ACME", "ACNE", False),
        (None, None, True),
        (None, "", False),
        (True, 1, False),
        ("12", 12, False),
    ],
)
def test_values_are_compared_by_what_they_say(one: object, two: object, alike: bool) -> None:
    assert same(one, two) is alike
