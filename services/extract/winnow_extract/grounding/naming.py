"""The words by which a document may name a field: those of the field's name and description."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from winnow.recipes.pointers import split
from winnow_extract.grounding.folding import fold

WORD: Final = re.compile(r"[^\W\d_]+")
PARTS: Final = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+")
CLAUSE: Final = re.compile(r"[.;,:]")
DENIAL: Final = re.compile(r"\s*(?:and |but )?(?:not|never|no|without|nor)\b")
EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        "the and for with from that this what which who whom such only its one was were are has "
        "have had been not null none printed print iso code form given where there will shall "
        "into than all any other each per see used says say stands put how many much",
    )
)
FULL_STEM: Final = 4  # letters from which a word also stands for its plural


class Naming(NamedTuple):
    """Folded words that name a field, that describe it, and that name another one beside it."""

    names: frozenset[str]
    described: frozenset[str]
    denied: frozenset[str]

    def fit(self, words: Iterable[str]) -> int:
        """How well the words of a label name the field: above 0 if they do."""
        score = 0
        for word in map(fold, words):
            if _among(word, self.names):
                score += 2
            elif word in self.denied:
                score -= 1
            elif _among(word, self.described):
                score += 1
        return score


@lru_cache(maxsize=1024)
def naming(field: str, description: str = "") -> Naming:
    """Of the field at this pattern (`/items/*/amount`); "not the ..." in its description denies."""
    names = frozenset(fold(word) for word in _name_words(field) if len(word) > 2)
    described: set[str] = set()
    denied: set[str] = set()
    for clause in CLAUSE.split(description):
        words = {fold(word) for word in WORD.findall(clause) if len(word) > 2} - EMPTY - names
        (denied if DENIAL.match(clause) else described).update(words)
    return Naming(names, frozenset(described - denied), frozenset(denied))


def descriptions(schema: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    """Each field of a recipe's JSON Schema by its pattern, with its description."""
    yield at, str(schema.get("description", ""))
    for name, part in schema.get("properties", {}).items():
        yield from descriptions(part, f"{at}/{name.replace('~', '~0').replace('/', '~1')}")
    if isinstance(rows := schema.get("items"), Mapping):
        yield from descriptions(rows, f"{at}/*")


def _name_words(field: str) -> list[str]:
    """Of the last key, and of the objects around it as far as the list they are in."""
    words: list[str] = []
    for part in reversed(split(field)):
        if part == "*" and words:
            break
        words += PARTS.findall(part)
    return words


@lru_cache(maxsize=16384)
def _among(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    if len(word) < FULL_STEM:
        return False
    return any(
        len(other) >= FULL_STEM
        and abs(len(word) - len(other)) <= 2
        and (word.startswith(other) or other.startswith(word))
        for other in known
    )
