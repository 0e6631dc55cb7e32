"""winnow tuning status"""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.records.database import open_database
from winnow.records.live_quality import LiveQuality, Outcome
from winnow.records.migrate import migrate
from winnow.records.trials import Trials
from winnow.records.tuning_runs import TuningRuns

NEW = "base+receipt@bbbb"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.delenv("WINNOW_DATABASE", raising=False)
    return f"sqlite:///{tmp_path / 'winnow.db'}"


async def put(url: str) -> None:
    await migrate(url)
    database = open_database(url)
    at = datetime.now(UTC)
    done = [
        Outcome(f"d{number}", "extract", "receipt", NEW, at, decided_at=at, wrong=0, taught=1)
        for number in range(60)
    ]
    await Trials(database).begin(
        "receipt", "extract", "canary", version="2", model=NEW, against="old", share=0.1
    )
    await LiveQuality(database).keep(done)
    await TuningRuns(database).queue("invoice", "extract", "asked", "by hand")
    await database.close()


def test_it_tells_triggers_runs_and_trials(url: str) -> None:
    asyncio.run(put(url))
    told = CliRunner().invoke(app, ["tuning", "status", "--json"])
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    [trigger] = found["triggers"]
    assert (trigger["recipe"], trigger["done"], trigger["of"]) == ("receipt", 60, 200)
    assert trigger["due"] is False
    [run] = found["runs"]
    assert (run["recipe"], run["state"], run["cause"]) == ("invoice", "queued", "asked")
    [trial] = found["trials"]
    assert "no difference is shown yet" in trial["told"]
    table = CliRunner().invoke(app, ["tuning", "status"]).stdout
    assert "60 of 200 reviewed documents" in table


def test_where_nothing_happened_it_says_so(url: str) -> None:
    told = CliRunner().invoke(app, ["tuning", "status"])
    assert told.exit_code == 0
    assert "nothing was reviewed yet" in told.stderr
    assert told.stdout == ""
