"""A document cut into what a model can be given at once. Pure."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe

TAG: Final = 20  # characters: the page tag's share
Span = tuple[int, int, int]  # first character of the document text, the one after the last; page


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document with page tags; `index` counts from 0 in reading order.

    `start` and `end` are the characters of the document text that it shows.
    """

    index: int
    text: str
    start: int = 0
    end: int = 0


def cut(
    parsed: ParsedDocument, size: int, rows: Collection[int] = (), most_rows: int | None = None
) -> list[Window]:
    """Windows of at most `size` characters of whole elements.

    An element longer than that is cut at the end of a line, a line longer than that inside. If
    `most_rows` is given, no window has more of the lines that start at the characters in `rows`.
    """
    room = max(size - TAG, 1)
    parts: list[list[Span]] = [[]]
    used, page, count = 0, 0, 0
    limit = most_rows or len(rows) + 1
    starts = sorted(rows)
    for start, end, on in _pieces(parsed, room, starts, limit):
        tag = 0 if on == page else len(_tag(on))
        held = bisect_left(starts, end) - bisect_left(starts, start)
        if parts[-1] and (used + tag + end - start > size or count + held > limit):
            parts.append([])
            used, tag, count = 0, len(_tag(on)), 0
        parts[-1].append((start, end, on))
        used += tag + end - start + 1
        count += held
        page = on
    return [_window(parsed, at, spans) for at, spans in enumerate(parts) if spans]


def halves(parsed: ParsedDocument, window: Window) -> tuple[Window, Window] | None:
    """The two halves of a window, cut at a line's end; None where it is one line."""
    spans = list(_lines(parsed, window.start, window.end))
    if len(spans) < 2:
        return None
    middle = (window.start + window.end) / 2
    at = min(range(1, len(spans)), key=lambda cut_at: abs(spans[cut_at][0] - middle))
    return _window(parsed, window.index, spans[:at]), _window(parsed, window.index, spans[at:])


def _pieces(parsed: ParsedDocument, room: int, rows: list[int], limit: int) -> Iterator[Span]:
    for element in parsed.elements:
        held = bisect_left(rows, element.end) - bisect_left(rows, element.start)
        if element.end - element.start <= room and held <= limit:
            yield element.start, element.end, element.page
            continue
        for start, end, page in _lines(parsed, element.start, element.end):
            for at in range(start, end, room):
                yield at, min(at + room, end), page


def _lines(parsed: ParsedDocument, start: int, end: int) -> Iterator[Span]:
    for element in parsed.elements:
        first, last = max(element.start, start), min(element.end, end)
        for line in re.finditer(r"[^\n]+", parsed.text[first:last] if first < last else ""):
            yield first + line.start(), first + line.end(), element.page


def _window(parsed: ParsedDocument, index: int, spans: list[Span]) -> Window:
    text = tagged(parsed, spans)
    return Window(index, text, spans[0][0], spans[-1][1])


def tagged(parsed: ParsedDocument, spans: Collection[Span]) -> str:
    """The text of these stretches, one a line, each page told where it begins."""
    parts = []
    page = 0
    for start, end, on in spans:
        parts.append(("" if on == page else _tag(on)) + parsed.text[start:end])
        page = on
    return "\n".join(parts)


def _tag(page: int) -> str:
    return f"[page {page}]\n"


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
