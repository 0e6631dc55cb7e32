"""A question sent to the ask service, and its answer as it comes."""

import json
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any

import httpx

from winnow.cli.terminal import fail

SOURCE = 300  # characters of a source that are shown
SECONDS = 600.0  # a local model takes its time
CODES = {"answered": 0, "not_in_documents": 1, "escalated": 3, "refused": 4}


def filters(
    fields: Iterable[str], recipe: str | None, since: datetime | None, until: datetime | None
) -> dict[str, Any]:
    """What is sent as `filters`; a field's value is JSON where it can be read as that."""
    told: dict[str, Any] = {}
    if recipe:
        told["recipe"] = recipe
    if since:
        told["since"] = since.date().isoformat()
    if until:
        told["until"] = until.date().isoformat()
    if named := dict(_field(one) for one in fields):
        told["fields"] = named
    return told


def _field(told: str) -> tuple[str, Any]:
    pointer, equals, value = told.partition("=")
    if not (equals and pointer.startswith("/")):
        fail(f"--filter takes POINTER=VALUE, such as /currency=EUR, not {told!r}")
    try:
        found = json.loads(value)
    except ValueError:
        return pointer, value
    return pointer, value if isinstance(found, dict | list) else found


async def steps(http: httpx.AsyncClient, body: dict[str, Any]) -> AsyncIterator[tuple[str, Any]]:
    """The steps of an answer, by name; raises httpx's errors."""
    timeout = httpx.Timeout(SECONDS, connect=5.0)
    told = {**body, "stream": True}
    async with http.stream("POST", "/v1/questions", json=told, timeout=timeout) as answer:
        if answer.is_error:
            await answer.aread()
            answer.raise_for_status()
        name = ""
        async for line in answer.aiter_lines():
            if line.startswith("event:"):
                name = line.removeprefix("event:").strip()
            elif line.startswith("data:") and name:
                yield name, json.loads(line.removeprefix("data:"))


def code_of(question: dict[str, Any]) -> int:
    """0 answered, 1 not in the documents, 3 a person is asked, 4 not let in."""
    if question["state"] == "waiting":
        return CODES["escalated"]
    answer = question["answer"] or {"outcome": "not_in_documents"}
    return CODES[answer["outcome"]]


class Numbers:
    """Numbers of the places that are cited, in the order of their first mention."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}

    def of(self, sentence: dict[str, Any]) -> str:
        """Such as [1][3]."""
        found = []
        for place in sentence["citations"]:
            key = place["document_id"], place["chunk"]
            found.append(self.places.setdefault(key, (len(self.places) + 1, place))[0])
        return "".join(f"[{one}]" for one in dict.fromkeys(found))

    def lines(self) -> list[str]:
        """The numbered places, as they are shown below an answer."""
        return [
            f"[{number}] {place['file_name']}, page {place['page']}: {_short(place['quote'])}"
            for number, place in self.places.values()
        ]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SOURCE else plain[: SOURCE - 1] + "…"
