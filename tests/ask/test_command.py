"""winnow ask, against the service as it answers HTTP."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn
from typer.testing import CliRunner, Result

from winnow.cli.asking import filters
from winnow.cli.main import app
from winnow.local.child import free_port

Office = Any  # see conftest.py


class Announced(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, listening: threading.Event) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._listening.set()


@pytest.fixture
def asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Runs the command; the service runs in a thread of its own."""
    port = free_port()
    config = uvicorn.Config(office.web, port=port, log_config=None, lifespan="off")
    started = threading.Event()
    server = Announced(config, started)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    monkeypatch.setenv("WINNOW_API_KEY", "k-ann")
    monkeypatch.setenv("WINNOW_ASK", f"http://127.0.0.1:{port}")

    def run(*arguments: str) -> Result:
        started.wait()
        return CliRunner().invoke(app, ["ask", "When is notice given?", *arguments])

    yield run
    server.should_exit = True
    thread.join()


def test_sentences_have_numbered_sources_below(asked: Callable[..., Result]) -> None:
    told = asked()
    assert told.exit_code == 0, told.output
    sentence, _, source = told.stdout.strip().splitlines()
    assert sentence == "Notice must be given thirty days before the end of a month. [1]"
    assert source == "[1] contract.pdf, page 2: thirty days before the end of a month"


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("answered", 0), ("not_in_documents", 1), ("escalated", 3), ("refused", 4)],
)
def test_the_exit_code_says_what_came_of_it(
    office: Office, asked: Callable[..., Result], outcome: str, code: int
) -> None:
    office.answerer.outcome = outcome
    told = asked("--json")
    assert told.exit_code == code
    assert json.loads(told.stdout)["answer"]["outcome"] == outcome


def test_filters_and_conversation_are_sent(office: Office, asked: Callable[..., Result]) -> None:
    first = json.loads(asked("--json", "--filter", "/total=12", "--recipe", "receipt").stdout)
    assert dict(office.answerer.asked[-1].filters.fields) == {"/total": 12}
    asked("--conversation", first["conversation_id"], "--since", "2026-01-02")
    assert str(office.answerer.asked[-1].filters.since) == "2026-01-02"
    assert len(office.answerer.asked[-1].history) == 1


def test_what_does_not_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    told = CliRunner().invoke(app, ["ask", "Who?", "--url", f"http://127.0.0.1:{free_port()}"])
    assert told.exit_code == 2
    assert "winnow up" in told.output


def test_a_value_is_json_where_it_can_be() -> None:
    day = datetime(2026, 1, 2, tzinfo=UTC)
    told = filters(["/a=12", "/b=EUR", "/c=true", '/d="12"'], None, day, None)
    assert told == {
        "since": "2026-01-02",
        "fields": {"/a": 12, "/b": "EUR", "/c": True, "/d": "12"},
    }
