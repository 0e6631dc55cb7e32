"""A paper as text: as a file has it, as ingest reads pages, or one piece a line as OCR gives it."""

import random
import unicodedata
from itertools import groupby
from typing import Final

from winnow.tuning.generating.paper import Paper, Row, cell_text

LOOKS: Final = {
    "spaced": 0.25,
    "rows": 0.38,
    "pieces": 0.32,
    "apart": 0.05,
}  # how often each is used
WIDTHS: Final = (30, 34, 38, 42, 48)


def text_of(paper: Paper, look: str, rng: random.Random) -> str:
    """The text that a document of this look has when it was read."""
    match look:
        case "spaced":
            width = rng.choice(WIDTHS)
            lines = [_spaced(row, width) for row in paper.rows]
            if rng.random() < 0.4:
                indent = rng.randrange(0, 4) * " "
                lines = [indent + line for line in lines]
        case "rows":
            lines = [" | ".join(cell_text(one).strip() for one in row) for row in paper.rows]
            if rng.random() < 0.2:
                lines = [line.replace(" | ", " ") for line in lines]
        case "pieces":
            lines = [cell_text(one).strip() for row in paper.rows for one in row]
        case "apart":
            lines = _apart(paper)
        case _:
            raise ValueError(f"there is no look {look!r}")
    return "\n".join(line for line in lines if line.strip())


def look_for(rng: random.Random, paper: Paper) -> str:
    if paper.traits["layout"] == "told":
        return rng.choice(("spaced", "rows"))
    return rng.choices(list(LOOKS), list(LOOKS.values()))[0]


def _apart(paper: Paper) -> list[str]:
    """Names first and then their amounts, as a reader that sees two columns gives them."""
    lines: list[str] = []
    for wide, group in groupby(paper.rows, key=lambda row: len(row) > 1):
        rows = list(group)
        first = [" ".join(cell_text(one) for one in (row[:-1] if wide else row)) for row in rows]
        lines += [*first, *(cell_text(row[-1]) for row in rows if wide)]
    return lines


def _spaced(row: Row, width: int) -> str:
    first, *rest = [cell_text(one) for one in row]
    tail = "  ".join(f"{text:>{9 if len(rest) > 1 else 1}}" for text in rest)
    if not rest:
        return first
    room = width - len(tail)
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in first)
    return f"{first:<{max(room - wide, len(first) + 1)}}{tail}"
