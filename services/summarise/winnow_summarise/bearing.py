"""Whether sentences of a document bear another out: numbers, names, denial, words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from winnow.semantic.facts import Facts, facts_of
from winnow_summarise.sentences import SourceSentence
from winnow_summarise.weighing import terms_of

SUPPORT: Final = 0.5  # share of a sentence's terms that what it rests on must hold
MOST: Final = 3  # sentences that it rests on


@dataclass(frozen=True, slots=True)
class Borne:
    """What bears a sentence out, best first, and the share of its terms that stand there."""

    by: tuple[SourceSentence, ...]
    share: float


def borne_out(
    sentence: str, shown: Sequence[SourceSentence], language: str, least: float = SUPPORT
) -> Borne | None:
    """The shown sentences that bear it out together; None if they do not.

    Each number must stand in them; each name there or elsewhere in what is shown, which says who
    "he" is; and the one that holds most of it must deny what it denies, and nothing else.
    """
    found = _cover(sentence, shown, language)
    if found is None or found.share < least:
        return None
    said = facts_of(sentence, language)
    held = [facts_of(one.quoted, language) for one in found.by]
    everywhere = {word for one in shown for word in facts_of(one.quoted, language).words}
    if not _numbers(sentence, said) <= {number for one in held for number in one.numbers}:
        return None
    if not set(said.names) <= everywhere:
        return None
    if said.denied and not any(one.denied for one in held):
        return None
    if held[0].denied and not said.denied:
        return None
    return found


def _cover(sentence: str, shown: Sequence[SourceSentence], language: str) -> Borne | None:
    """The sentences with most of its terms, greedily; another only for two terms more."""
    wanted = set(terms_of(sentence, language))
    left, by = set(wanted), list[SourceSentence]()
    while left and len(by) < MOST:
        others = [one for one in shown if one not in by]
        gains = [len(left & set(terms_of(one.quoted, language))) for one in others]
        best = max(range(len(gains)), key=gains.__getitem__, default=None)
        if best is None or gains[best] < (2 if by else 1):
            break
        by.append(others[best])
        left -= set(terms_of(others[best].quoted, language))
    return Borne(tuple(by), 1 - len(left) / len(wanted)) if by else None


def _numbers(sentence: str, said: Facts) -> set[str]:
    """Its numbers, but for a "one" in words, which is mostly none."""
    return {one for one in said.numbers if one != "1" or re.search(r"(?<!\d)1(?!\d)", sentence)}
