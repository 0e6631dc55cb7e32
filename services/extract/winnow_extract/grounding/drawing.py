"""Which word of the page is which token of the text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cmp_to_key
from operator import itemgetter
from typing import Final

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word
from winnow_extract.grounding.folding import folded

Span = tuple[int, int]
TokenBox = tuple[int, int, Box]  # characters of the document text, and where they are drawn
TOKEN: Final = re.compile(r"\S+")


def in_step(text: str, passage: Span, words: Sequence[Word]) -> list[TokenBox] | None:
    """Each token of a passage with its box, if the words are those of the text in its order.

    Tokens that are not drawn, such as separators, may stand between them.
    """
    found: list[TokenBox] = []
    at, last = 0, len(words)
    for token in TOKEN.finditer(text, *passage):
        if at < last and words[at].text == token[0]:
            found.append((*token.span(), words[at].box))
            at += 1
    return found if at == last else None


def drawn(text: str, passage: Span, words: Sequence[Word]) -> list[TokenBox]:
    """Each printed token of a passage with its word's box, in the order of the text."""
    if alike := in_step(text, passage, words):
        return alike
    spans = [token.span() for token in TOKEN.finditer(text, *passage)]
    return _one_to_one(text, spans, words) or _aligned(text, spans, words)


def _one_to_one(text: str, spans: list[Span], words: Sequence[Word]) -> list[TokenBox] | None:
    """Every word has its token, in another order: the same ones pair up as they are read."""
    drawn_as: dict[str, list[Box]] = defaultdict(list)
    for word in words:
        drawn_as[word.text].append(word.box)
    printed: dict[str, list[Span]] = defaultdict(list)
    for start, end in spans:
        printed[text[start:end]].append((start, end))
    found: list[TokenBox] = []
    for token, boxes in drawn_as.items():
        if len(printed[token]) != len(boxes):
            return None
        ordered = sorted(boxes, key=cmp_to_key(_reading_order)) if len(boxes) > 1 else boxes
        found += [(*span, box) for span, box in zip(printed[token], ordered, strict=True)]
    return sorted(found, key=itemgetter(0))


def _reading_order(one: Box, two: Box) -> int:
    middle = (two.y0 + two.y1) / 2
    beside = one.y0 <= middle <= one.y1
    first, second = (one.x0, two.x0) if beside else (one.y0, two.y0)
    return (first > second) - (first < second)


def _aligned(text: str, spans: list[Span], words: Sequence[Word]) -> list[TokenBox]:
    """First what is the same in the same order, then what is the same elsewhere.

    What was misread pairs up in order between its neighbours.
    """
    printed = [_alike(text[a:b]) for a, b in spans]
    seen = [_alike(word.text) for word in words]
    steps = SequenceMatcher(None, printed, seen, autojunk=False).get_opcodes()
    pairs = {
        a: b
        for kind, a0, a1, b0, b1 in steps
        if kind == "equal"
        for a, b in zip(range(a0, a1), range(b0, b1), strict=True)
    }
    _pair_strays(printed, seen, pairs)
    used = set(pairs.values())
    for kind, a0, a1, b0, b1 in steps:
        if kind == "replace":
            left = [b for b in range(b0, b1) if b not in used]
            pairs |= zip([a for a in range(a0, a1) if a not in pairs], left, strict=False)
    return [(*spans[a], words[b].box) for a, b in sorted(pairs.items())]


def _alike(token: str) -> str:
    return folded(token).alike or token


def _pair_strays(printed: list[str], seen: list[str], pairs: dict[int, int]) -> None:
    used = set(pairs.values())
    strays: dict[str, list[int]] = defaultdict(list)
    for b in range(len(seen) - 1, -1, -1):
        if b not in used:
            strays[seen[b]].append(b)
    for a, token in enumerate(printed):
        if a not in pairs and strays[token]:
            pairs[a] = strays[token].pop()
