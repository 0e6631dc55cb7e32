"""Running text cut into blocks."""

import re
import textwrap
from typing import Final

from winnow.errors import RejectedError
from winnow.reasons import warn
from winnow_ingest.drafts import Block, Draft
from winnow_ingest.markup_hidden import strip_hidden
from winnow_ingest.partitioned import QUIET, blocks_of, classify

BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
SCRIPT: Final = re.compile(r"<script[\s>]", re.IGNORECASE)
REMOTE: Final = re.compile(
    r"<(?:img|iframe|frame|embed|object|link|video|audio)\b[^>]{0,500}?\s(?:src|href|data)\s*=\s*"
    r"[\"']?\s*(?:https?:|file:|ftp:|//)",
    re.IGNORECASE,
)
LONG: Final = 2000  # characters: spaCy takes a second for a hundred thousand


def text_blocks(text: str) -> list[Block]:
    """Paragraphs as blank lines part them.

    Lines stay lines, where unstructured would join them: in a receipt or an address they mean
    something. Very long paragraphs are cut at the end of a line or word.
    """
    paragraphs = BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = (piece for paragraph in paragraphs for piece in _pieces(paragraph.strip("\n")))
    return [Block(piece, classify(piece)) for piece in pieces if piece.strip()]


def html_draft(text: str) -> Draft:
    """Shown text and tables of a page; scripts do not run and nothing is fetched.

    Raises RejectedError where there is no text but what a script would write.
    """
    from unstructured.partition.html import partition_html

    shown, hidden = strip_hidden(text)
    blocks = blocks_of(partition_html(text=shown, **QUIET)) if shown.strip() else []
    scripts = SCRIPT.search(text) is not None
    if scripts and not blocks and not hidden:
        raise RejectedError("file_active_content", "a script writes the page's text")
    warnings = (
        *([warn("script_not_run")] if scripts else []),
        *([warn("external_not_followed")] if REMOTE.search(text) else []),
    )
    return Draft(tuple(blocks), warnings=warnings, hidden=hidden)


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
