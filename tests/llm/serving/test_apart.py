"""A server in a process of its own: there while it is asked, gone after, its failure told."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.llm.serving.apart import command_of, served_apart

LISTS = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Listing(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["authorization"] == "Bearer " + os.environ["WINNOW_OPENAI_API_KEY"]
        body = json.dumps({"object": "list", "data": []}).encode()
        self.send_response(200 if known else 401)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

open(sys.argv[2], "w").write(str(os.getpid()))
HTTPServer((os.environ["WINNOW_HOST"], int(sys.argv[1])), Listing).serve_forever()
"""


async def test_it_answers_those_who_started_it_and_is_gone_after(tmp_path: Path) -> None:
    told = tmp_path / "pid"

    def command(port: int, _served: str) -> Sequence[str]:
        return [sys.executable, "-c", LISTS, str(port), str(told)]

    async with served_apart(tmp_path, "base+a@1", Settings(), command) as model:
        await model.ready()
        assert model.name == "base+a@1"
    assert not Path(f"/proc/{told.read_text()}").exists()


async def test_one_that_does_not_start_is_told_with_what_it_said(tmp_path: Path) -> None:
    says = [sys.executable, "-c", "raise SystemExit('there are no weights')"]
    with pytest.raises(UnreachableError, match="there are no weights"):
        async with served_apart(tmp_path, "base+a@1", Settings(), lambda _port, _served: says):
            pytest.fail("it must not be asked")


def test_the_command_serves_the_adapter_and_ends_with_its_stdin() -> None:
    command = command_of(8123, "base+a@1=/adapter")
    assert command[1:5] == ["-m", "winnow.cli.main", "models", "serve"]
    assert {"--port", "8123", "base+a@1=/adapter", "--attended"} <= set(command)
