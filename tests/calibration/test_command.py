"""winnow calibrate: from judged values to a calibration in use, or one clear line."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from winnow.calibration import confidence
from winnow.cli.main import app
from winnow.contracts.calibration import Calibration, Judged
from winnow.contracts.evidence import Signals
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database

pytest.importorskip("matplotlib")

MODEL = "model-of-the-test"
Make = Callable[..., list[Judged]]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recipe: Recipe) -> Path:
    """A folder of data, and one with the recipe."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.setenv("WINNOW_DATABASE", f"sqlite:///{tmp_path / 'some.db'}")
    monkeypatch.setenv("WINNOW_RECIPES", str(tmp_path / "recipes"))
    (tmp_path / "recipes").mkdir()
    plain = json.loads(recipe.model_dump_json(exclude_none=True))
    with (tmp_path / "recipes" / "slip.yaml").open("w") as file:
        YAML(typ="safe").dump(plain, file)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["calibrate", *map(str, arguments)])


def written(judged: list[Judged], path: Path) -> Path:
    path.write_text("".join(f"{one.model_dump_json()}\n" for one in judged))
    return path


def newest(place: Path) -> Calibration | None:
    database = open_database(f"sqlite:///{place / 'some.db'}")
    return asyncio.run(Calibrations(database).newest("slip", MODEL))


def test_judged_values_become_a_calibration_in_use(place: Path, make: Make) -> None:
    file = written(make(150), place / "judged.jsonl")
    told = run("slip", "--judged", file, "--json")
    assert told.exit_code == 0, told.output
    line = json.loads(told.stdout)
    kept = newest(place)
    assert kept is not None
    assert (kept.id, kept.examples) == (line["calibration"], 150)
    assert 0 <= confidence(kept, "/shop", "A shop", Signals()) <= 1
    assert set(line["gates"]) == {"/shop", "/total", "/items/*/amount"}
    assert line["held_out"] == 90
    for path in line["pictures"]:
        assert Path(path).read_bytes().startswith(b"\x89PNG")


def test_the_table_says_what_passes_and_how_many_documents_are_missing(
    place: Path, make: Make
) -> None:
    told = run("slip", "--judged", written(make(60), place / "judged.jsonl"), "--out", place / "p")
    assert told.exit_code == 0, told.output
    assert "/items/*/amount" in told.stdout
    assert "more documents at the least" in told.stdout
    assert len(list((place / "p").glob("slip-*.png"))) == 2


def test_an_older_calibration_can_be_put_into_use_again(place: Path, make: Make) -> None:
    file = written(make(40), place / "judged.jsonl")
    first = json.loads(run("slip", "--judged", file, "--json").stdout)["calibration"]
    other = json.loads(run("slip", "--judged", file, "--json", "--seed", 1).stdout)["calibration"]
    assert other != first
    again = json.loads(run("slip", "--judged", file, "--json").stdout)["calibration"]
    assert again.startswith(first)
    kept = newest(place)
    assert kept is not None
    assert kept.id == again


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("slip",), "either --data"),
        (("slip", "--data", "a.jsonl", "--judged", "b.jsonl"), "either --data"),
        (("nothing", "--judged", "judged.jsonl"), "there is no recipe 'nothing'; there are slip"),
        (("slip", "--judged", "absent.jsonl"), "absent.jsonl: cannot be read"),
        (("slip", "--judged", "judged.jsonl", "--model", "other"), "no labelled value"),
        (("slip", "--judged", "few.jsonl"), "too few"),
        (("slip", "--judged", "empty.jsonl"), "no labelled value"),
        (("slip", "--judged", "mixed.jsonl"), "choose one with --model"),
        (("slip", "--judged", "older.jsonl"), "evaluate it anew"),
        (("slip", "--judged", "nan.jsonl"), "nan.jsonl:2: raw: "),
        (("slip", "--judged", "broken.jsonl"), "broken.jsonl:1: the line: "),
    ],
)
def test_what_cannot_be_learnt_from_is_said_in_one_line(
    place: Path, make: Make, arguments: tuple[str, ...], says: str
) -> None:
    good = make(30)
    written(good, place / "judged.jsonl")
    written(make(5), place / "few.jsonl")
    written([], place / "empty.jsonl")
    written([*good, good[0].model_copy(update={"model": "other"})], place / "mixed.jsonl")
    written(make(30, recipe="slip@0"), place / "older.jsonl")
    lines = [one.model_dump_json() for one in good[:2]]
    odd = json.dumps({**json.loads(lines[1]), "raw": float("nan")})
    (place / "nan.jsonl").write_text(f"{lines[0]}\n{odd}\n")
    (place / "broken.jsonl").write_text('{"document": "a"\n')
    told = run(*arguments)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert says in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr
    assert newest_or_none(place) is None


def newest_or_none(place: Path) -> Calibration | None:
    return newest(place) if (place / "some.db").exists() else None
