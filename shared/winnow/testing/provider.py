"""A scripted provider that charges by tokens and fails as real ones do.

What it bills is what it could answer: failures before an answer (429, 529, a dropped or silent
connection, a client that went away) cost nothing; cut-off and malformed answers are billed.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self

from winnow.testing.model_script import (
    Answer,
    Billed,
    Request,
    bad_json,
    cut_off,
    drop,
    hang,
    status,
)
from winnow.testing.model_server import ModelServer
from winnow.testing.model_speech import anthropic_usage

CHARACTERS: Final = 4  # a token, as this provider counts
LEAST_CACHED: Final = 256  # tokens of a prefix that are worth caching
Fill = Callable[[dict[str, Any], str], dict[str, Any]]  # schema and text -> fields


@dataclass(frozen=True, slots=True)
class Weather:
    """How often requests go wrong, each a share; `storm` is how many in a row a storm refuses."""

    limited: float = 0.0  # 429 with Retry-After
    overloaded: float = 0.0  # begins a storm of 529
    storm: int = 5
    cut_off: float = 0.0
    malformed: float = 0.0
    dropped: float = 0.0
    hung: float = 0.0
    retry_after: float = 0.05  # seconds
    delay: float = 0.0  # seconds that an answer takes


@dataclass(frozen=True, slots=True)
class Charged:
    """A line of the bill: what was asked, what it cost, and when (`time.time`)."""

    question: str
    billed: Billed
    at: float


@dataclass
class Bill:
    """What was charged, in tokens of the four kinds, and how often each question was."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    lines: list[Charged] = field(default_factory=list)

    def charge(self, billed: Billed, question: str) -> None:
        self.lines.append(Charged(question, billed, time.time()))
        self.input += billed.input
        self.output += billed.output
        self.cache_read += billed.cache_read
        self.cache_write += billed.cache_write
        self.answered[question] += 1

    @property
    def total(self) -> int:
        return self.input + self.output + self.cache_read + self.cache_write


class Provider:
    """Speaks Anthropic's HTTP, message batches included; `bill` is its own count.

    async with Provider(fill, Weather(limited=0.1), seed=1) as provider:
        AsyncAnthropic(api_key="key", base_url=provider.url)
    """

    def __init__(self, fill: Fill, weather: Weather = Weather(), *, seed: int = 0) -> None:
        self.bill = Bill()
        self.refused = Counter[str]()
        self.batches: dict[str, dict[str, Any]] = {}
        self.batches_end = True
        self._fill = fill
        self._weather = weather
        self._random = random.Random(seed)  # noqa: S311  (weather, not a secret)
        self._storm = 0
        self._prefixes: set[str] = set()
        self._server = ModelServer(self._answer, others=self._other, answered=self._charge)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def faults(self) -> list[str]:
        return self._server.faults

    async def __aenter__(self) -> Self:
        await self._server.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.__aexit__(kind, error, trace)

    def _answer(self, request: Request) -> Answer:
        failure = self._failure()
        if failure is not None:
            self.refused[f"{failure.does} {failure.status}"] += 1
            return failure
        return self._completion(request.body, self._weather.delay)

    def _failure(self) -> Answer | None:
        weather, lot = self._weather, self._random.random()
        if self._storm:
            self._storm -= 1
            return status(529, "overloaded")
        for share, made in (
            (weather.limited, status(429, "slow down", retry_after=weather.retry_after)),
            (weather.overloaded, status(529, "overloaded")),
            (weather.dropped, drop()),
            (weather.hung, hang()),
        ):
            if lot < share:
                self._storm = weather.storm - 1 if made.status == 529 else 0
                return made
            lot -= share
        return None

    def _completion(self, body: dict[str, Any], delay: float) -> Answer:
        schema = body["output_config"]["format"]["schema"]
        text = json.dumps(self._fill(schema, _said(body["messages"][-1])))
        lot = self._random.random()
        made = Answer("speak", text)
        if lot < self._weather.cut_off:
            made = cut_off(text[: len(text) // 2])
        elif lot < self._weather.cut_off + self._weather.malformed:
            made = bad_json(text[:-1])
        billed = self._billed(body, made.text)
        return Answer("speak", made.text, ending=made.ending, billed=billed, delay=delay)

    def _charge(self, request: Request, answer: Answer) -> None:
        if answer.billed is not None:
            self.bill.charge(answer.billed, _question(request.body))

    def _billed(self, body: dict[str, Any], text: str) -> Billed:
        """Tokens up to the last cache mark are written once and read from then on."""
        prefix, rest = _parts(body)
        stable, fresh = len(prefix) // CHARACTERS, max(1, len(rest) // CHARACTERS)
        output = max(1, len(text) // CHARACTERS)
        if stable < LEAST_CACHED:
            return Billed(stable + fresh, output)
        if prefix in self._prefixes:
            return Billed(fresh, output, cache_read=stable)
        self._prefixes.add(prefix)
        return Billed(fresh, output, cache_write=stable)

    def _other(self, request: Request) -> bytes | None:
        """Message batches: made by a POST, listed, looked at, and read when they have ended."""
        root = "/v1/messages/batches"
        if not request.path.startswith(root):
            return None
        parts = request.path.removeprefix(root).strip("/").split("/")
        if request.method == "POST":
            return _json(self._make_batch(request.body["requests"]))
        if parts == [""]:
            told = [self._told(one) for one in reversed(self.batches)]
            return _json({"data": told, "has_more": False, "first_id": None, "last_id": None})
        if parts[1:] == ["results"]:
            return b"".join(_json(one) + b"\n" for one in self._results(parts[0]))
        return _json(self._told(parts[0]))

    def _make_batch(self, requests: list[dict[str, Any]]) -> dict[str, Any]:
        name = f"msgbatch_{len(self.batches) + 1}"
        self.batches[name] = {"requests": requests, "at": datetime.now(UTC), "results": None}
        return self._told(name)

    def _told(self, name: str) -> dict[str, Any]:
        batch = self.batches[name]
        done = self.batches_end
        counts = dict.fromkeys(("canceled", "errored", "expired"), 0)
        moving = len(batch["requests"])
        return {
            "id": name,
            "type": "message_batch",
            "processing_status": "ended" if done else "in_progress",
            "request_counts": {
                **counts,
                "processing": 0 if done else moving,
                "succeeded": moving if done else 0,
            },
            "created_at": batch["at"].isoformat(),
            "expires_at": batch["at"].isoformat(),
            "ended_at": batch["at"].isoformat() if done else None,
            "archived_at": None,
            "cancel_initiated_at": None,
            "results_url": f"{self.url}/v1/messages/batches/{name}/results" if done else None,
        }

    def _results(self, name: str) -> list[dict[str, Any]]:
        """The answers, worked out and billed once."""
        batch = self.batches[name]
        if batch["results"] is None:
            batch["results"] = [self._result(one) for one in batch["requests"]]
        results: list[dict[str, Any]] = batch["results"]
        return results

    def _result(self, request: dict[str, Any]) -> dict[str, Any]:
        body = request["params"]
        answer = self._completion(body, 0.0)
        assert answer.billed is not None
        self.bill.charge(answer.billed, _question(body))
        endings = {"end": "end_turn", "cut_off": "max_tokens", "refused": "refusal"}
        message = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [{"type": "text", "text": answer.text}],
            "stop_reason": endings[answer.ending],
            "stop_sequence": None,
            "usage": anthropic_usage(answer.billed),
        }
        done = {"type": "succeeded", "message": message}
        return {"custom_id": request["custom_id"], "result": done}


def _parts(body: dict[str, Any]) -> tuple[str, str]:
    """What stands before and after the last mark for the cache."""
    pieces = [*body["system"], *(part for turn in body["messages"] for part in _blocks(turn))]
    marked = [at for at, piece in enumerate(pieces) if "cache_control" in piece]
    cut = marked[-1] + 1 if marked else 0
    schema = json.dumps(body["output_config"], sort_keys=True)
    before = "".join(piece["text"] for piece in pieces[:cut])
    return (schema + before if cut else ""), "".join(piece["text"] for piece in pieces[cut:])


def _blocks(turn: dict[str, Any]) -> list[dict[str, Any]]:
    content = turn["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _said(turn: dict[str, Any]) -> str:
    return "".join(piece["text"] for piece in _blocks(turn))


def _question(body: dict[str, Any]) -> str:
    """What is asked, so that asking it twice shows; a repair is another question."""
    return json.dumps([body["system"], body["messages"], body["max_tokens"]], sort_keys=True)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
