"""Puts side-by-side pieces of a page back into rows.

Layout analysis cuts invoices and receipts into columns, so that "Total" and its amount end up far
apart. Pieces that stand beside each other are read row by row instead, cells joined by " | ".
Columns of prose are left as they are.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word
from winnow_ingest.drafts import Block
from winnow_ingest.lines import CELLS, around, holds, line_height, line_text, lines_of
from winnow_ingest.partitioned import classify

PARTED: Final = 1.6  # of a line's height: no paragraph has its lines so far apart
PROSE: Final = (3, 4.5, 0.25)  # at least so many lines of so many words, few of them with gaps
UPWARD: Final = 5  # times as high as wide


class Piece(NamedTuple):
    """A block with the words that it holds, by line."""

    block: Block
    box: Box
    lines: list[list[Word]]
    prose: bool
    upward: bool  # text along the edge of a page


def in_rows(blocks: Sequence[Block], words: Sequence[Word], aspect: float) -> list[Block]:
    """The blocks of one page in reading order, those of a row joined. `aspect`: width / height.

    Their text is made of the words, line by line, so that it says what the words say. A block
    whose words all stand in smaller ones as well is left out.
    """
    pieces = [
        part for piece in _share_out(blocks, words, aspect) for part in _parted(piece, aspect)
    ]
    bands: list[list[int]] = []
    for index, piece in enumerate(pieces):
        beside = [band for band in bands if any(_beside(piece, pieces[other]) for other in band)]
        merged = sorted([*(member for band in beside for member in band), index])
        bands = [band for band in bands if band not in beside] + [merged]
    return [_join([pieces[member] for member in band], aspect) for band in sorted(bands)]


def _share_out(blocks: Sequence[Block], words: Sequence[Word], aspect: float) -> list[Piece]:
    """Each word to the smallest block around its middle; those of none make one block more.

    A block without words, such as a form field, is its own word.
    """
    held: list[list[Word]] = [[] for _ in blocks]
    loose: list[Word] = []
    covered = [False] * len(blocks)
    by_size = sorted(range(len(blocks)), key=lambda index: _area(blocks[index].box))
    for word in words:
        holding = [index for index in by_size if holds(blocks[index].box, word)]
        for index in holding:
            covered[index] = True
        (held[holding[0]] if holding else loose).append(word)
    pieces = [
        _piece(block, found or [Word(text=block.text, page=block.page, box=block.box)], aspect)
        for block, found, elsewhere in zip(blocks, held, covered, strict=True)
        if block.box is not None and (found or not elsewhere)
    ]
    return [*pieces, _piece(_block(loose), loose, aspect)] if loose else pieces


def _piece(block: Block, words: list[Word], aspect: float) -> Piece:
    lines = lines_of(words)
    box = block.box or around(word.box for word in words)
    return Piece(
        block,
        box,
        lines,
        prose=len(lines) >= PROSE[0]
        and len(words) >= PROSE[1] * len(lines)
        and sum(CELLS in line_text(line, aspect) for line in lines) <= PROSE[2] * len(lines),
        upward=box.y1 - box.y0 > UPWARD * (box.x1 - box.x0) and len(words) > 2,
    )


def _block(words: list[Word]) -> Block:
    text = " ".join(word.text for word in words)
    return Block(text, classify(text), words[0].page, around(word.box for word in words))


def _parted(piece: Piece, aspect: float) -> list[Piece]:
    """Cut where lines stand far apart: text inside a form or figure comes as one block."""
    if piece.upward:
        return [piece]
    parts: list[list[Word]] = []
    bottom = 0.0
    for line in piece.lines:
        top = min(word.box.y0 for word in line)
        if parts and top - bottom <= PARTED * line_height(line):
            parts[-1] += line
        else:
            parts.append(list(line))
        bottom = max(word.box.y1 for word in line)
    return [piece] if len(parts) == 1 else [_piece(_block(part), part, aspect) for part in parts]


def _beside(one: Piece, two: Piece) -> bool:
    if one.upward or two.upward or one.prose or two.prose:
        return False
    common = min(one.box.y1, two.box.y1) - max(one.box.y0, two.box.y0)
    return common > 0.5 * min(one.box.y1 - one.box.y0, two.box.y1 - two.box.y0)


def _join(pieces: list[Piece], aspect: float) -> Block:
    first = pieces[0]
    if first.upward:
        return first.block
    lines = first.lines
    if len(pieces) > 1:
        lines = lines_of(word for piece in pieces for line in piece.lines for word in line)
    if first.prose:
        texts = [" ".join(word.text for word in line) for line in lines]
    else:
        texts = [line_text(line, aspect) for line in lines]
    text = "\n".join(texts)
    if not first.prose and sum(CELLS in line for line in texts) >= 2:
        category = "Table"
    else:
        category = first.block.category if len(pieces) == 1 else classify(text)
    return Block(text, category, first.block.page, around(piece.box for piece in pieces))


def _area(box: Box | None) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0) if box else 0.0
