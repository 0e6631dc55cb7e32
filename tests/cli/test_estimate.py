"""--estimate tells what submitting will cost, and sends nothing that nobody agreed to."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.cli.pages import pages_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WINNOW_RECIPES", str(ROOT / "recipes"))
    monkeypatch.setenv("WINNOW_GATEWAY", "http://127.0.0.1:1")
    monkeypatch.setenv("WINNOW_MODEL", "claude")
    monkeypatch.setenv("WINNOW_CLAUDE_MODEL", "claude-haiku-4-5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.txt").write_text("word " * 1200)
    (folder / "b.pdf").write_bytes(pdf(3))
    (folder / "c.docx").write_bytes(b"PK")
    return folder


def pdf(pages: int) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for _ in range(pages):
        canvas.drawString(50, 700, "x")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["submit", *arguments])


def test_pages_are_counted_where_they_can_be(folder: Path, tmp_path: Path) -> None:
    counted = [pages_of(folder / name) for name in ("a.txt", "b.pdf", "c.docx")]
    assert counted == [2, 3, None]
    (broken := tmp_path / "d.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert pages_of(broken) is None
    assert pages_of(Path("scan.PNG")) == 1


def test_an_estimate_is_told_and_nothing_is_sent_where_nobody_is_asked(folder: Path) -> None:
    told = run(str(folder), "--estimate", "--json", "--recipe", "receipt")
    assert told.exit_code == 0  # the gateway, which is not there, was not asked
    found = json.loads(told.stdout)["estimate"]
    assert (found["documents"], found["pages"], found["unknown_pages"]) == (3, 6, 1)
    usd = found["usd"]["claude"]
    assert 0 < usd["low"] < usd["middle"] < usd["high"]
    assert "A guess" in told.stderr
    assert "3 documents, 6 pages" in told.stderr


def test_with_yes_they_are_sent_after_it_was_told(folder: Path) -> None:
    told = run(str(folder), "--estimate", "--yes")
    assert told.exit_code == 2
    assert "winnow up" in told.stderr
    assert "input tokens" in told.stderr


def test_an_unknown_price_is_said_and_is_not_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_MODEL", "openai")
    monkeypatch.setenv("WINNOW_OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("WINNOW_OPENAI_MODEL", "own-model")
    told = run(str(folder), "--estimate", "--json")
    assert json.loads(told.stdout)["estimate"]["usd"] == {"openai": None}
    assert "No price is known for openai" in told.stderr


def test_a_recipe_that_is_not_there_is_said(folder: Path) -> None:
    assert run(str(folder), "--estimate", "--recipe", "nothing").exit_code == 2
