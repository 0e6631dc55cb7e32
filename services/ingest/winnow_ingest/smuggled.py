"""Text in characters that no font draws: Unicode tags and the later variation selectors.

Tags repeat ASCII invisibly; language models read them as if they were letters (Rehberger 2024,
"ASCII Smuggling"). A selector carries a byte in the same way (Butler 2025).
"""

import re
from dataclasses import replace
from typing import Final

from winnow.contracts.parsed import HiddenText
from winnow_ingest.drafts import Draft

FLAG: Final = "\U0001f3f4"  # the flags of England, Scotland and Wales are spelled in tags
SMUGGLED: Final = re.compile(
    f"{FLAG}[\U000e0020-\U000e007e]{{2,6}}\U000e007f|[\U000e0000-\U000e007f\U000e0100-\U000e01ef]+"
)
TAGS: Final = range(0xE0020, 0xE007F)
SELECTORS: Final = range(0xE0100, 0xE01F0)
FIRST: Final = 16  # the byte that the first of those selectors stands for


def without_smuggled(draft: Draft) -> Draft:
    """The draft without such characters; what they spell is hidden text.

    A single selector chooses a form of the character before it and spells nothing.
    """
    text = "".join(block.text for block in draft.blocks)
    if SMUGGLED.search(text) is None:
        return draft
    hidden = tuple(
        HiddenText(text=told, page=block.page, how="invisible", box=block.box)
        for block in draft.blocks
        for found in SMUGGLED.findall(block.text)
        if len(told := _spelled(found)) > 1
    )
    return replace(
        draft,
        blocks=tuple(
            block.but(text=_drawn(block.text), html=block.html and _drawn(block.html))
            for block in draft.blocks
        ),
        words=tuple(word.model_copy(update={"text": _drawn(word.text)}) for word in draft.words),
        hidden=(*draft.hidden, *hidden),
    )


def _drawn(text: str) -> str:
    return SMUGGLED.sub(lambda found: found[0] if found[0].startswith(FLAG) else "", text)


def _spelled(run: str) -> str:
    if run.startswith(FLAG):
        return ""
    tags = "".join(chr(ord(one) - 0xE0000) for one in run if ord(one) in TAGS)
    selected = bytes(ord(one) - SELECTORS[0] + FIRST for one in run if ord(one) in SELECTORS)
    return tags + selected.decode("utf-8", "replace")
