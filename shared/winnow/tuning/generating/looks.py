"""A paper as text: as a file has it, as ingest reads pages, or one piece a line as OCR gives it."""

import random
import unicodedata
from typing import Final

from winnow.tuning.generating.paper import Paper, Row, cell_text

LOOKS: Final = {"spaced": 0.25, "rows": 0.4, "pieces": 0.35}  # how often each is used
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
        case _:
            raise ValueError(f"there is no look {look!r}")
    return "\n".join(line for line in lines if line.strip())


def look_for(rng: random.Random, paper: Paper) -> str:
    if paper.traits["layout"] == "told":
        return rng.choice(("spaced", "rows"))
    return rng.choices(list(LOOKS), list(LOOKS.values()))[0]


def _spaced(row: Row, width: int) -> str:
    first, *rest = [cell_text(one) for one in row]
    tail = "  ".join(f"{text:>{9 if len(rest) > 1 else 1}}" for text in rest)
    if not rest:
        return first
    room = width - len(tail)
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in first)
    return f"{first:<{max(room - wide, len(first) + 1)}}{tail}"
