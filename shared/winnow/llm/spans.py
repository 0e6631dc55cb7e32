"""Where in a JSON text each scalar stands."""

import json
import re
from dataclasses import dataclass, field

_SPACE = re.compile(rb"[ \t\n\r]*")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORD = re.compile(rb"[^\s,\]}]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A scalar by its JSON Pointer; `start` and `end` are bytes, quotes belong to a string."""

    pointer: str
    start: int
    end: int


def leaf_spans(raw: bytes) -> list[Span]:
    """Return the scalars of the first JSON value in UTF-8 text, in order; [] if it is not JSON."""
    scanner = _Scanner(raw)
    try:
        scanner.read_value("")
    except (ValueError, RecursionError):
        return []
    return scanner.spans


@dataclass(slots=True)
class _Scanner:
    raw: bytes
    at: int = 0
    spans: list[Span] = field(default_factory=list)

    def read_value(self, pointer: str) -> None:
        opening = self._peek()
        if opening == b"{":
            self._read_object(pointer)
        elif opening == b"[":
            self._read_array(pointer)
        else:
            start = self.at
            json.loads(self._take(_STRING if opening == b'"' else _WORD))
            self.spans.append(Span(pointer, start, self.at))

    def _read_object(self, pointer: str) -> None:
        self.at += 1
        more = self._peek() != b"}"
        while more:
            self._peek()
            key = json.loads(self._take(_STRING))
            self._expect(b":")
            self.read_value(f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
            more = self._peek() == b","
            self.at += more
        self._expect(b"}")

    def _read_array(self, pointer: str) -> None:
        self.at += 1
        more, index = self._peek() != b"]", 0
        while more:
            self.read_value(f"{pointer}/{index}")
            more, index = self._peek() == b",", index + 1
            self.at += more
        self._expect(b"]")

    def _peek(self) -> bytes:
        """Skip white space; return the next byte without taking it."""
        space = _SPACE.match(self.raw, self.at)
        assert space is not None
        self.at = space.end()
        return self.raw[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self.raw, self.at)
        if found is None:
            raise ValueError(self.at)
        self.at = found.end()
        return found.group()

    def _expect(self, byte: bytes) -> None:
        if self._peek() != byte:
            raise ValueError(self.at)
        self.at += 1
