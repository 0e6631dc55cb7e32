"""winnow evaluate, end to end on a scripted model server."""

import json
import threading
from asyncio import Event, new_event_loop
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.testing.model_script import Answer, Request, bad_json, ok
from winnow.testing.model_server import ModelServer

Write = Callable[[Sequence[Any]], Path]
BLANK: dict[str, Any] = {"company": None, "date": None, "total": None, "parties": [], "items": []}
ANSWERS: dict[str, Answer] = {
    "alpha": ok({**BLANK, "company": "ALPHA CAFE", "date": "2018-12-25", "total": 9.0}),
    "beta": ok({**BLANK, "company": "BETA", "date": "2018-01-02", "total": 8.0}),
    "gamma": bad_json(),
}
ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "file": None,
        "text": "alpha cafe 25/12/2018 total 9.00",
        "gold": {"company": "alpha cafe", "date": "25/12/2018", "total": "9.00", "code": "x"},
    },
    {
        "id": "b",
        "text": "beta 02/01/2018 total 7.00",
        "gold": {"company": "Beta", "date": "02/01/2018", "total": "RM 7.00"},
    },
    {"id": "c", "text": "gamma 1.00", "gold": {"company": "Gamma", "total": 1.0}},
]


class Running:
    """A model server in a thread of its own, as the command has an event loop of its own."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.server = ModelServer(self._answer)
        self.answers = answers
        self._loop = new_event_loop()
        self._stop = Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._run()))

    def _answer(self, request: Request) -> Answer:
        text = str(request.body["messages"])
        [found] = [answer for word, answer in self.answers.items() if word in text]
        return found

    async def _run(self) -> None:
        async with self.server:
            self._ready.set()
            await self._stop.wait()

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recipes: Path) -> Iterator[Running]:
    running = Running(dict(ANSWERS))
    running.start()
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WINNOW_RECIPES", str(recipes))
    monkeypatch.setenv("WINNOW_OPENAI_BASE_URL", f"{running.server.url}/v1")
    monkeypatch.setenv("WINNOW_OPENAI_MODEL", "fake")
    yield running
    running.stop()


def evaluate(data: Path, *options: str) -> Result:
    arguments = ["evaluate", "slip", "--data", str(data), "--model", "openai", *options]
    return CliRunner().invoke(app, arguments)


def test_one_json_object_a_report_and_the_judged_values(
    model: Running, write: Write, tmp_path: Path
) -> None:
    out, judged = tmp_path / "out", tmp_path / "judged.jsonl"
    options = ("--use-given-text", "--json", "--out", str(out), "--judged", str(judged))
    told = evaluate(write(ROWS), *options)
    assert told.exit_code == 0, told.stderr
    run = json.loads(told.stdout)
    assert (run["model"], run["recipe"], run["documents"]) == ("fake", "slip@2", 3)
    assert run["failure_reasons"] == {"invalid": 1}
    assert (run["exact"]["count"], run["exact"]["of"]) == (1, 3)
    total = run["fields"]["/total"]
    assert (total["precision"]["count"], total["precision"]["of"]) == (1, 2)
    assert (total["recall"]["count"], total["recall"]["of"]) == (1, 3)
    assert "gold/code of 1 documents is not judged" in told.stderr
    leaves = [json.loads(line) for line in judged.read_text().splitlines()]
    assert {(leaf["document"], leaf["pointer"]): leaf["right"] for leaf in leaves}[
        ("b", "/total")
    ] is False
    assert {path.name for path in out.iterdir()} == {
        "run.json",
        "report.md",
        "f1.png",
        "reliability.png",
        "latency.png",
    }
    assert (out / "f1.png").read_bytes().startswith(b"\x89PNG")
    assert "| b | /total | 8.0 | 7.0 |" in (out / "report.md").read_text()
    assert model.server.faults == []


def test_a_baseline_says_better_worse_or_inconclusive(
    model: Running, write: Write, tmp_path: Path
) -> None:
    rows = [{**ROWS[0], "id": str(at), "text": f"alpha cafe {at}"} for at in range(8)]
    data, first = write(rows), tmp_path / "first"
    model.answers["alpha"] = ok({**BLANK, "company": "ALPHA CAFE", "total": 1.0})
    assert evaluate(data, "--out", str(first)).exit_code == 0
    model.answers["alpha"] = ANSWERS["alpha"]
    options = ("--fresh", "--json", "--out", str(tmp_path / "second"))
    told = evaluate(data, *options, "--baseline", str(first / "run.json"))
    comparison = json.loads(told.stdout)["comparison"]
    assert comparison["exact"]["verdict"] == "better"
    assert comparison["fields"]["/total"]["verdict"] == "better"
    assert comparison["fields"]["/company"]["verdict"] == "inconclusive"


def test_run_again_nothing_is_asked_again_and_the_figures_are_the_same(
    model: Running, write: Write, tmp_path: Path
) -> None:
    data = write(ROWS)
    first = evaluate(data, "--json", "--out", str(tmp_path / "1"))
    asked = len(model.server.requests)
    second = evaluate(data, "--json", "--out", str(tmp_path / "2"))
    assert len(model.server.requests) == asked
    assert json.loads(first.stdout)["each"] == json.loads(second.stdout)["each"]


def test_a_limit_draws_the_same_documents_for_the_same_seed(
    model: Running, write: Write, tmp_path: Path
) -> None:
    data = write([*ROWS[:2], *({**ROWS[0], "id": f"a{at}"} for at in range(8))])
    drawn = []
    for seed in ("1", "1", "2"):
        told = evaluate(
            data, "--json", "--limit", "3", "--seed", seed, "--out", str(tmp_path / "o")
        )
        drawn.append([one["id"] for one in json.loads(told.stdout)["each"]])
    assert drawn[0] == drawn[1] != drawn[2]


def test_without_json_people_get_a_table_and_the_default_folder(
    model: Running, write: Write, tmp_path: Path
) -> None:
    told = evaluate(write(ROWS))
    assert "/total" in told.stdout
    assert "every value right: 0.333" in told.stdout
    [folder] = (tmp_path / "data" / "evaluations").glob("slip-*")
    assert (folder / "report.md").exists()


def test_nothing_answered_is_exit_code_one(model: Running, write: Write, tmp_path: Path) -> None:
    told = evaluate(write(ROWS[2:]), "--json", "--out", str(tmp_path / "o"))
    assert told.exit_code == 1
    assert json.loads(told.stdout)["failures"]["count"] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing", "--data", "{data}"), "known: slip"),
        (("slip", "--data", "{data}.gone"), "cannot be read"),
        (("slip", "--data", "{data}", "--baseline", "{data}"), "no run of winnow evaluate"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_asked(
    model: Running, write: Write, arguments: tuple[str, ...], told: str
) -> None:
    data = str(write(ROWS))
    result = CliRunner().invoke(app, ["evaluate", *(one.format(data=data) for one in arguments)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr.replace("\n", "")
    assert model.server.requests == []


def test_a_library_that_is_missing_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winnow.cli.evaluated.NEEDED", ("no_such_library",))
    told = evaluate(write(ROWS))
    assert told.exit_code == 2
    assert "pip install 'winnow[evaluation]'" in told.stderr.replace("\n", "")


def test_the_command_has_help() -> None:
    told = CliRunner().invoke(app, ["evaluate", "--help"])
    assert told.exit_code == 0
    assert "--baseline" in told.output
