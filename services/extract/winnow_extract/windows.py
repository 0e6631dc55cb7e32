"""A document cut into what a model can be given at once. Pure."""

import re
from collections import Counter
from dataclasses import dataclass

from winnow.contracts.parsed import Element, ParsedDocument
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole elements with page tags; `index` counts from 0 in reading order."""

    index: int
    text: str


def cut(parsed: ParsedDocument, size: int) -> list[Window]:
    """Windows of at most `size` characters; an element longer than that is cut inside."""
    windows: list[list[str]] = [[]]
    used, page = 0, 0
    for element in parsed.elements:
        for piece in _pieces(element, size):
            tag = f"[page {element.page}]\n" if element.page != page else ""
            if used and used + len(tag) + len(piece) > size:
                windows.append([])
                used, tag = 0, f"[page {element.page}]\n"
            windows[-1].append(tag + piece)
            used += len(tag) + len(piece) + 1
            page = element.page
    return [Window(at, "\n".join(parts)) for at, parts in enumerate(windows) if parts]


def _pieces(element: Element, size: int) -> list[str]:
    room = max(size - 20, 1)  # the page tag's share
    return [element.text[at : at + room] for at in range(0, len(element.text), room)]


def choose(windows: list[Window], recipe: Recipe, most: int) -> list[Window]:
    """At most `most` windows in reading order: the first, the last, then those that speak most of

    the recipe's fields (share of the words of their names and descriptions).
    """
    if len(windows) <= most:
        return windows
    wanted = _words(_field_words(recipe.fields))
    ranked = sorted(windows[1:-1], key=lambda window: _overlap(wanted, window.text), reverse=True)
    chosen = [windows[0], windows[-1], *ranked][:most]
    return sorted(chosen, key=lambda window: window.index)


def _field_words(schema: dict[str, object]) -> str:
    parts = []
    properties = schema.get("properties")
    for name, field in (properties if isinstance(properties, dict) else {}).items():
        parts.append(f"{name.replace('_', ' ')} {field.get('description', '')}")
        parts.append(_field_words(field))
        parts.append(_field_words(field.get("items", {})))
    return " ".join(parts)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def _overlap(wanted: set[str], text: str) -> float:
    counts = Counter(re.findall(r"\w{4,}", text.casefold()))
    return sum(min(counts[word], 3) for word in wanted)
