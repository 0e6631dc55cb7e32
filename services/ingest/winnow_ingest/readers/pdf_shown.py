"""Keeps what a PDF page hides out of the blocks that layout analysis found."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from winnow.contracts.base import Box
from winnow.contracts.parsed import HiddenText, Word
from winnow_ingest.drafts import Block
from winnow_ingest.lines import holds

TOKEN: Final = re.compile(r"\w+")
MOST: Final = 0.5  # share of a block's words that are hidden ones
FAINT: Final = 16  # of 255: grey values that nobody tells apart


def shown_blocks(
    blocks: Sequence[Block],
    words: Sequence[Word],
    hidden: Sequence[HiddenText],
    picture: Path,
) -> tuple[list[Block], list[HiddenText]]:
    """The blocks of a page without its hidden text, and what is found hidden besides.

    A block that no word stands in is kept where the picture of the page shows something: form
    fields are such.
    """
    tokens = {token for passage in hidden for token in TOKEN.findall(passage.text)}
    seen = "".join(word.text for word in words)
    kept: list[Block] = []
    besides: list[HiddenText] = []
    for block in blocks:
        inside = [word for word in words if holds(block.box, word)]
        found = TOKEN.findall(block.text)
        unseen = sum(token in tokens for token in found)
        if inside:
            kept.append(_retold(block, inside) if unseen else block)
        elif found and unseen >= MOST * len(found):
            continue
        elif all(token in seen for token in found):
            kept.append(block)  # layout analysis has it elsewhere
        elif block.box is not None and _is_blank(picture, block.box):
            besides.append(HiddenText(text=block.text, page=block.page, how="other", box=block.box))
        else:
            kept.append(block)
    return kept, besides


def _retold(block: Block, words: Sequence[Word]) -> Block:
    return block.but(text=" ".join(word.text for word in words), html=None)


def _is_blank(picture: Path, box: Box) -> bool:
    """Whether there is a picture and it shows one colour there."""
    if not picture.exists():
        return False
    with Image.open(picture) as image:
        left, top = int(box.x0 * image.width), int(box.y0 * image.height)
        right = max(left + 1, int(box.x1 * image.width) + 1)
        bottom = max(top + 1, int(box.y1 * image.height) + 1)
        grey = np.asarray(image.convert("L").crop((left, top, right, bottom)))
    return int(np.ptp(grey)) < FAINT
