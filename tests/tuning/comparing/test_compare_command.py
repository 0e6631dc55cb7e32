"""winnow compare, end to end on scripted models."""

import json
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.testing.held_out import reader, slips
from winnow.tuning.comparing import opening

pytest.importorskip("winnow.tuning.examples")
pytest.importorskip("winnow.tuning.split")


def unlike(seed: int) -> str:
    """Words that no other document has, or the split takes all for copies of one."""
    random = Random(seed)
    return " ".join("".join(random.choices(ascii_lowercase, k=7)) for _ in range(30))


@pytest.fixture
def data(tmp_path: Path, recipes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("WINNOW_RECIPES", str(recipes))
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path / "data"))
    base = reader("base", lambda at: at % 2 == 0)
    monkeypatch.setattr(opening, "open_model", lambda _: base)
    documents = [one.labelled for one in slips(40)]
    rows = [
        {"id": one.id, "text": f"{one.text}\n\n{unlike(at)}", "gold": one.gold}
        for at, one in enumerate(documents)
    ]
    path = tmp_path / "slips.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def run(*arguments: str) -> tuple[int, str, str]:
    told = CliRunner().invoke(app, ["compare", *arguments])
    return told.exit_code, told.stdout, told.stderr


def test_the_table_and_the_verdict_are_payload(data: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    code, told, noted = run(
        "slip", "--data", str(data), "--contenders", "base,few-shot", "--out", out
    )
    assert code == 0, noted
    assert "few-shot" in told
    assert "not shown: no tuned model was compared" in told.replace("\n", " ")
    assert (tmp_path / "out" / "report.md").read_text().startswith("# slip@1")
    assert (tmp_path / "out" / "quality-cost.png").exists()


def test_json_is_one_object_with_every_outcome(data: Path) -> None:
    code, told, noted = run("slip", "--data", str(data), "--contenders", "base", "--json")
    assert code == 0, noted
    found = json.loads(told)
    assert found["rows"][0]["documents"] == len(found["rows"][0]["outcomes"]) > 0
    assert found["measure"] == "field F1"


def test_an_unknown_contender_is_named(data: Path) -> None:
    code, _, noted = run("slip", "--data", str(data), "--contenders", "oracle")
    assert code == 2
    assert "'oracle'" in noted
