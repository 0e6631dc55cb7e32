"""Refuses request bodies that are too large, before they fill the disk."""

from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from winnow.web.problems import answer

LINGER: Final = 4  # times the limit that is read and thrown away, so that the answer is heard


class BodyLimit:
    """ASGI middleware: 413 `file_too_large` for a body of more than `most` bytes.

    A Content-Length over the limit is refused at once; without one, bytes are counted as they come.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = _content_length(scope)
        if told > self._most:
            if told <= LINGER * self._most:
                await self._drain(receive)
            await self._refuse(scope, receive, send)
            return
        counter = _Counter(receive, send, self._most)
        try:
            await self._app(scope, counter.receive, counter.send)
        except ClientDisconnect:
            if not counter.over:
                raise
        if counter.over and not counter.answered:
            await self._drain(receive)
            await self._refuse(scope, receive, send)

    async def _drain(self, receive: Receive) -> None:
        seen = 0
        while seen <= LINGER * self._most:
            message = await receive()
            seen += len(message.get("body", b""))
            if not message.get("more_body", False):
                return

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = answer(413, f"more than {self._most} bytes in a request", "file_too_large")
        await refusal(scope, receive, send)


class _Counter:
    """Counts what is received; once it is too much, the app hears and says nothing more."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self.over = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.over = True
            raise ClientDisconnect
        return message

    async def send(self, message: Message) -> None:
        if not self.over or self.answered:
            self.answered = True
            await self._send(message)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:18])
    return 0
