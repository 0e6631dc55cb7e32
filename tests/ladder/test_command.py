"""winnow ladder: tune and show, or one clear line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.config import Settings
from winnow.testing.model import FakeModel

pytest.importorskip("matplotlib")


@pytest.fixture(autouse=True)
def place(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATA", str(settings.data))
    monkeypatch.setenv("WINNOW_RECIPES", str(settings.recipes))
    monkeypatch.setenv("WINNOW_MODEL", "openai")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["ladder", *map(str, arguments)])


def test_a_tuned_ladder_is_shown_drawn_and_climbed(
    data: Path, models: dict[str, FakeModel], place: Path
) -> None:
    picture = place / "frontier.png"
    told = run("tune", "slip", "--data", data, "--json", "--plot", picture)
    assert told.exit_code == 0, told.output
    line = json.loads(told.stdout)
    assert [one["name"] for one in line["rungs"]] == ["local", "openai"]
    assert picture.read_bytes().startswith(b"\x89PNG")
    shown = run("show", "slip", "--json")
    assert json.loads(shown.stdout)["climbed"] is True
    table = run("show", "slip")
    assert line["id"] in table.stdout
    assert "of its cost" in table.stdout
    assert "It is climbed." in table.stdout


def test_of_a_ladder_that_is_not_climbed_it_is_told_why(
    data: Path, models: dict[str, FakeModel], settings: Settings
) -> None:
    assert run("tune", "slip", "--data", data, "--json").exit_code == 0
    models["openai"].name = "larger"
    shown = json.loads(run("show", "slip", "--json").stdout)
    assert shown["climbed"] is False
    assert "openai is larger now" in shown["why_not"]
    file = settings.recipes / "slip.yaml"
    file.write_text(file.read_text().replace("ladder: [local, openai]\n", ""))
    assert "names no `ladder`" in run("show", "slip").stdout


def test_other_rungs_may_be_tried(data: Path, models: dict[str, FakeModel]) -> None:
    told = run("tune", "slip", "--data", data, "--rungs", "openai", "--limit", "40")
    assert told.exit_code == 0, told.output
    assert "ladder: [openai]" in told.stdout
    assert models["local"].calls == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("tune", "slop", "--data", "labelled.jsonl"), "there is no recipe 'slop'"),
        (("tune", "slip", "--data", "absent.jsonl"), "absent.jsonl: cannot be read"),
        (("tune", "slip", "--data", "labelled.jsonl", "--rungs", "gpt"), "there is no rung 'gpt'"),
        (("tune", "slip", "--data", "labelled.jsonl", "--limit", "9"), "are too few"),
        (("show", "slip"), "no ladder was chosen for it yet"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    data: Path, models: dict[str, FakeModel], arguments: tuple[str, ...], says: str
) -> None:
    told = run(*arguments)
    assert told.exit_code in (1, 2)
    assert told.stdout == ""
    assert says in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr
