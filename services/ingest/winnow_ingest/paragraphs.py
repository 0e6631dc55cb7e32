"""Running text cut into blocks."""

import re
import textwrap
from typing import Final

from winnow_ingest.drafts import Block
from winnow_ingest.partitioned import QUIET, blocks_of, classify

BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
LONG: Final = 2000  # characters: spaCy takes a second for a hundred thousand


def text_blocks(text: str) -> list[Block]:
    """Paragraphs as blank lines part them.

    Lines stay lines, where unstructured would join them: in a receipt or an address they mean
    something. Very long paragraphs are cut at the end of a line or word.
    """
    paragraphs = BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = (piece for paragraph in paragraphs for piece in _pieces(paragraph.strip("\n")))
    return [Block(piece, classify(piece)) for piece in pieces if piece.strip()]


def html_blocks(text: str) -> list[Block]:
    """Text and tables of a page; scripts do not run and nothing is fetched."""
    from unstructured.partition.html import partition_html

    return blocks_of(partition_html(text=text, **QUIET)) if text.strip() else []


def _pieces(paragraph: str) -> list[str]:
    if len(paragraph) <= LONG:
        return [paragraph]
    pieces = [""]
    for line in paragraph.split("\n"):
        for part in textwrap.wrap(line, LONG) if len(line) > LONG else [line]:
            if len(pieces[-1]) + len(part) > LONG:
                pieces.append(part)
            else:
                pieces[-1] += f"\n{part}" if pieces[-1] else part
    return pieces
