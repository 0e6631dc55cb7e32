"""The report as a page, and the command that writes it."""

import json
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import pytest
from typer import Typer
from typer.testing import CliRunner

from winnow.cli.examples_check import check_examples
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.recipes.load import load_recipe
from winnow.testing.training_examples import INTENT, example
from winnow.tuning.checks import Report, check
from winnow.tuning.checks.page import render, write_page
from winnow.tuning.checks.plots import draw
from winnow.tuning.split import given_split

RECEIPT = Path(__file__).resolve().parents[2] / "recipes" / "receipt.yaml"
app = Typer()
app.command()(check_examples)


def hostile() -> Report:
    """A report about texts and answers that would break a page if they were not escaped."""
    made = [
        example(f"<script>alert({at})</script> words {at * 31}", {"intent": "<b>card</b>"})
        for at in range(12)
    ]
    return check(given_split(made, {one.id: "train" for one in made}), INTENT)


def test_the_page_needs_nothing_beside_it_and_runs_nothing_of_the_data() -> None:
    page = render(hostile())
    assert "<script" not in page
    assert "<b>card" not in page
    assert "&lt;b&gt;card" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_plots_are_svg_in_the_colours_of_the_page() -> None:
    plots = draw(hostile())
    assert "Length of the examples" in plots
    for svg in plots.values():
        root = parseString(svg).documentElement
        assert root is not None
        assert root.tagName == "svg"
        assert "currentColor" in svg
        assert "#0102" not in svg


def test_a_page_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MisconfiguredError, match="cannot be written"):
        write_page(tmp_path / "file" / "report.html", hostile())


def receipts(path: Path, count: int = 30, answer: str | None = None) -> Path:
    """A file of exported examples, as text that differs from line to line."""
    recipe = load_recipe(RECEIPT)
    blank: dict[str, Any] = dict.fromkeys(recipe.fields["properties"])
    blank["items"] = []
    made: list[TrainingExample] = []
    for at in range(count):
        text = " ".join(chr(97 + (at * k) % 26) * (k % 4 + 2) for k in range(3, 16))
        made.append(example(f"{text} {at * 7919}", answer or blank, recipe))
    path.write_text("\n".join(one.model_dump_json() for one in made))
    return path


def test_the_command_tells_findings_as_json_and_keeps_the_split(tmp_path: Path) -> None:
    data, split = receipts(tmp_path / "a.jsonl"), tmp_path / "split.json"
    asked = [str(data), "--json", "--split", str(split), "--html", str(tmp_path / "r.html")]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.output
    report = json.loads(told.stdout)
    assert report["recipe"] == "receipt"
    assert sum(report["counts"].values()) == 30
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    again = CliRunner().invoke(app, asked)
    assert json.loads(again.stdout)["data_hash"] == report["data_hash"]


def test_strict_ends_with_one_where_a_finding_blocks(tmp_path: Path) -> None:
    data = receipts(tmp_path / "a.jsonl", answer='{"shop": 1}')
    assert CliRunner().invoke(app, [str(data)]).exit_code == 0
    told = CliRunner().invoke(app, [str(data), "--strict"])
    assert told.exit_code == 1
    assert "findings block" in told.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "no example in the file"), ("{}", "a.jsonl:1"), ("{", "export the examples again")],
)
def test_a_file_that_holds_no_examples_is_told_by_its_line(
    tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "a.jsonl").write_text(content)
    ended = CliRunner().invoke(app, [str(tmp_path / "a.jsonl")])
    assert ended.exit_code == 2
    assert told in " ".join(ended.stderr.split())
