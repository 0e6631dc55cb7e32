"""Scripted models that read rows as real ones do: in part, lazily, twice, or made up.

They know a list's rows, and give those whose tags they see in the text they are asked about, with
the cells that they see there.
"""

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from bench.lists.truth import GoodsList

from winnow.contracts.usage import Usage
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.unfilled import UnfilledError

CHARACTERS = 3.5  # a token
FEW_CHARACTERS = 1.8  # one of a model whose answers run over oftener than was thought
NOTE = re.compile(r"^\[.*\]$", re.MULTILINE)
TAG = re.compile(r"\bR\d{4}[KLMNP]\d\d\b")
STOPS_AFTER = 43
ODD = 0.05  # share of the rows that something befalls

Row = dict[str, Any]
Habit = Callable[[list[Row], Random], list[Row]]


class Reader:
    """Fills the form of the goods list. `habit` says what it does to the rows that it sees."""

    def __init__(self, goods: GoodsList, habit: str, window: int) -> None:
        self.name = habit
        self.window = window
        self.calls = 0
        self._goods = goods
        self._habit = HABITS[habit]
        self._characters = FEW_CHARACTERS if habit == "wordy" else CHARACTERS
        self._rows = {row["tag"]: row for row in goods.rows}

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """The rows of the text; cut off as an answer of a real model is. Raises UnfilledError."""
        self.calls += 1
        rows = self._habit(self._seen(prompt.text), Random(prompt.text))
        schema = form.model_json_schema()["properties"]
        data: dict[str, Any] = {"goods": rows[: schema["goods"]["maxItems"]]}
        if "list_number" in schema:
            data |= self._scalars(prompt.text)
        tokens = int(len(json.dumps(data)) / self._characters)
        usage = Usage(model=self.name, stage=stage, output_tokens=min(tokens, max_tokens))
        if tokens > max_tokens:
            raise UnfilledError("cut_off", f"after {max_tokens} tokens", usage)
        return Filled(form.model_validate(data), usage)

    async def ready(self) -> None:
        """It always is."""

    def _scalars(self, text: str) -> dict[str, Any]:
        total = self._goods.total
        return {
            "list_number": self._goods.number if self._goods.number in text else None,
            "grand_total": total if f"{total:,.2f}" in text else None,
        }

    def _seen(self, text: str) -> list[Row]:
        text = NOTE.sub("", text)
        tags = [match for match in TAG.finditer(text) if match[0] in self._rows]
        ends = [*(tag.start() for tag in tags[1:]), len(text)]
        return [
            _visible(self._rows[tag[0]], text[tag.start() : end])
            for tag, end in zip(tags, ends, strict=True)
        ]


def _visible(row: Row, text: str) -> Row:
    """A row without what is not printed here."""
    words = set(re.findall(r"[^\s|\"]+", text.replace('","', " ")))
    name = " ".join(word for word in row["name"].split() if word in words)
    seen: Row = {"tag": row["tag"], "name": name or None}
    for key in ("quantity", "price", "amount"):
        value = row[key]
        printed = "" if value is None else str(value) if key == "quantity" else f"{value:,.2f}"
        seen[key] = float(value) if printed and printed in words else None
    return seen


def honest(rows: list[Row], _: Random) -> list[Row]:
    """All rows."""
    return rows


def stops(rows: list[Row], _: Random) -> list[Row]:
    """The first rows, and no word about the others."""
    return rows[:STOPS_AFTER]


def skips(rows: list[Row], random: Random) -> list[Row]:
    """Leaves rows out, others when asked again."""
    return [row for row in rows if random.random() > ODD]


def stubborn(rows: list[Row], _: Random) -> list[Row]:
    """Leaves rows out, and always the same."""
    return [row for row in rows if Random(row["tag"]).random() > ODD]


def muddles(rows: list[Row], random: Random) -> list[Row]:
    """Leaves rows out, gives others twice, and makes some up: the number may even be right."""
    out: list[Row] = []
    for row in skips(rows, random):
        out.append(row)
        if random.random() < ODD:
            out.append(dict(row))
        if random.random() < ODD:
            tag = f"R{random.randrange(9000, 9999)}X{random.randrange(10, 99)}"
            out.append({**row, "tag": tag, "price": 1.11, "amount": random.randrange(1, 999) / 7})
    return out


HABITS: dict[str, Habit] = {
    "honest": honest,
    "wordy": honest,
    "stops": stops,
    "skips": skips,
    "stubborn": stubborn,
    "muddles": muddles,
}
