"""A scripted model server on loopback that speaks Anthropic's and OpenAI's HTTP.

    async with ModelServer([status(529), ok({"total": 2.5})]) as server:
        client = AsyncAnthropic(api_key="key", base_url=server.url)

Requests are answered from the script, in order, or by a function of the request; each is checked
first, and one that a real server would reject is answered with 400 and noted in `faults`.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from winnow.testing.model_script import Answer, Request, drop, hang
from winnow.testing.model_speech import SPEECHES, failure

Others = Callable[[Request], bytes | None]


def nothing_else(_: Request) -> None:
    """Answer nothing but completions."""


class ModelServer:
    """Plays a script; `requests` are those received, `faults` what was wrong with them.

    `others` answers what is no completion, such as batches; `answered` hears of each answer that is
    about to be sent to somebody who is still there.
    """

    def __init__(
        self,
        script: Sequence[Answer] | Callable[[Request], Answer],
        *,
        others: Others = nothing_else,
        answered: Callable[[Request, Answer], None] = lambda _request, _answer: None,
    ) -> None:
        self.requests: list[Request] = []
        self.faults: list[str] = []
        self.url = ""
        self._script = script if callable(script) else list(script)
        self._others = others
        self._answered = answered
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await self._answer(reader, writer)
        finally:
            self._talks.discard(talk)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request and answer it; connections are not kept."""
        request = await _read(reader)
        if (other := self._others(request)) is not None:
            return await _send_raw(writer, 200, other)
        if request.method == "GET":
            return await _send(writer, 200, {"id": "m", "type": "model", "data": []})
        self.requests.append(request)
        speech = SPEECHES[request.path]
        fault = speech.fault(request)
        if fault:
            self.faults.append(fault)
            return await _send(writer, 400, failure(400, fault))
        if callable(self._script):
            answer = self._script(request)
        elif self._script:
            answer = self._script.pop(0)
        else:
            self.faults.append("more requests than answers in the script")
            return await _send(writer, 500, failure(500, "the script is over"))
        if answer == hang():
            await asyncio.Event().wait()
        if answer == drop():
            return await _drop(writer)
        if answer.delay and await _went_away(reader, answer.delay):
            return None
        self._answered(request, answer)
        headers = {} if answer.retry_after is None else {"retry-after": str(answer.retry_after)}
        return await _send(writer, answer.status, speech.body(answer, request), headers)


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    pairs = (line.split(":", 1) for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path.split("?")[0], headers, json.loads(body or b"{}"))


async def _send(
    writer: asyncio.StreamWriter,
    status: int,
    body: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> None:
    await _send_raw(writer, status, json.dumps(body).encode(), headers)


async def _send_raw(
    writer: asyncio.StreamWriter, status: int, data: bytes, headers: dict[str, str] | None = None
) -> None:
    lines = [f"HTTP/1.1 {status} Scripted", "content-type: application/json"]
    lines += [f"content-length: {len(data)}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
    await writer.drain()


async def _went_away(reader: asyncio.StreamReader, seconds: float) -> bool:
    """Whether the client closed the connection before the answer was ready."""
    try:
        return await asyncio.wait_for(reader.read(1), seconds) == b""
    except TimeoutError:
        return False


async def _drop(writer: asyncio.StreamWriter) -> None:
    """Close in the middle of an answer."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")
    await writer.drain()
