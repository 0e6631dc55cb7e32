"""A long document: what indexing it costs, and a value in it."""

import gc
import random
import time
from typing import Any

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow_extract.grounding import SourceIndex, ground_all

LINES = 45  # a page
VALUES = 200
# One value of each kind, not in the document, so that every part of the index is built.
EVERYTHING: dict[str, str | float] = {
    "/text": "Nowhere Ltd",
    "/number": 0.12345,
    "/day": "1901-02-03",
}


def long_document(pages: int) -> ParsedDocument:
    """Pages of made-up statement lines, each word with its box."""
    dice = random.Random(1)
    elements: list[Element] = []
    words: list[Word] = []
    parts: list[str] = []
    start = 0
    for page in range(1, pages + 1):
        for line in range(LINES):
            text = _line(dice)
            top = 0.02 + line * 0.021
            box = Box(x0=0.05, y0=top, x1=0.95, y1=top + 0.015)
            elements.append(
                Element(
                    id=f"e{len(elements)}",
                    category="Text",
                    text=text,
                    page=page,
                    box=box,
                    start=start,
                    end=start + len(text),
                )
            )
            for at, token in enumerate(text.split()):
                left = 0.05 + 0.1 * at
                place = Box(x0=left, y0=top, x1=left + 0.09, y1=top + 0.015)
                words.append(Word(text=token, page=page, box=place))
            parts.append(text)
            start += len(text) + 2
    return ParsedDocument(
        text="\n\n".join(parts),
        pages=(),
        elements=tuple(elements),
        words=tuple(words),
        chunks=(),
    )


def _line(dice: random.Random) -> str:
    name = "".join(dice.choice("abcdefghiklmnoprstuvwz") for _ in range(9)).title()
    day = f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.{dice.randint(1995, 2026)}"
    amount = f"{dice.randint(1, 999)},{dice.randint(100, 999)}.{dice.randint(10, 99)}"
    return f"{day} Transfer to {name} Ltd, ref {dice.randint(10**8, 10**9)} amount {amount}"


def scaling(pages: int) -> dict[str, Any]:
    """CPU seconds to index a document of so many pages and of a tenth, and ms a value after that.

    Half of the values stand in the document, half are changed by one letter or digit.
    """
    figures: dict[str, Any] = {}
    for size in (pages // 10, pages):
        parsed = long_document(size)
        gc.freeze()
        begun = time.process_time()
        index = SourceIndex(parsed)
        ground_all(index, EVERYTHING)
        figures[f"pages_{size}_index_s"] = round(time.process_time() - begun, 4)
        values = _values(parsed)
        begun = time.process_time()
        ground_all(index, values)
        spent = time.process_time() - begun
        figures[f"pages_{size}_ms_per_value"] = round(1000 * spent / len(values), 4)
    return figures


def _values(parsed: ParsedDocument) -> dict[str, str]:
    dice = random.Random(2)
    values = {}
    for number in range(VALUES):
        text = dice.choice(parsed.elements).text
        part = dice.choice((text[:10], text[11 : text.index(",")], text.rpartition(" ")[2]))
        if number % 2:
            at = dice.randrange(len(part))
            part = part[:at] + ("7" if part[at] != "7" else "8") + part[at + 1 :]
        values[f"/value_{number}"] = part
    return values
