"""Which chunks a sentence rests on. Pure."""

import re
from collections.abc import Mapping

SUPPORT = 0.5  # share of a sentence's content words that its chunks must hold


def content_words(text: str) -> set[str]:
    """Words of four or more characters and numbers, folded."""
    return set(re.findall(r"\w{4,}|\d[\d.,]*", text.casefold()))


def support(sentence: str, passage: str) -> float:
    """Share of the sentence's content words that stand in the passage; 0 if it has none."""
    words = content_words(sentence)
    return len(words & content_words(passage)) / len(words) if words else 0.0


def cite(sentence: str, named: list[str], passages: Mapping[str, str]) -> tuple[str, ...]:
    """The chunks a sentence may cite, by id: those the model named if they bear the sentence out,

    else the best-supporting chunk; none if no chunk does, and then the sentence must go.
    """
    known = [chunk for chunk in dict.fromkeys(named) if chunk in passages]
    if known and support(sentence, " ".join(passages[chunk] for chunk in known)) >= SUPPORT:
        return tuple(known)
    best = max(passages, key=lambda chunk: support(sentence, passages[chunk]), default=None)
    if best is None or support(sentence, passages[best]) < SUPPORT:
        return ()
    return (best,)
