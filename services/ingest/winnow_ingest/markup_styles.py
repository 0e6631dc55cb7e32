"""The styles of an HTML page, as far as they tell whether its text is seen.

Read where they stand on the element or in the page; those of other files are never fetched.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Style = dict[str, str]
Colour = tuple[int, ...]
RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
OTHER: Final = re.compile(r"/\*.*?\*/|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;", re.DOTALL)
SELECTOR: Final = re.compile(r"^(?:([\w-]+)|[\w-]*([.#][\w-]+))$")
NUMBER: Final = re.compile(r"^(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh)?$")
WHITE: Final = (255, 255, 255)
NAMED: Final = {"white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "black": "000000"}


def rules_of(root: Any) -> dict[str, Style]:
    """Those of the page's style sheets that choose by one name, class or id."""
    rules: dict[str, Style] = {}
    for sheet in root.iter("style"):
        for selectors, body in RULE.findall(OTHER.sub("", sheet.text or "")):
            for selector in selectors.split(","):
                if found := SELECTOR.match(selector.strip()):
                    rules.setdefault(found[1] or found[2], {}).update(_declarations(body))
    return rules


def style_of(element: Any, rules: Mapping[str, Style]) -> Style:
    """By rising weight: the element's name, its classes, its id, what stands on it."""
    style: Style = {}
    if element.get("color"):
        style["color"] = element.get("color").lower()
    if element.get("bgcolor"):
        style["background"] = element.get("bgcolor").lower()
    if element.get("background"):
        style["background"] = "url()"
    classes = (f".{name}" for name in (element.get("class") or "").split())
    for key in (element.tag, *classes, f"#{element.get('id')}"):
        style.update(rules.get(key, {}))
    style.update(_declarations(element.get("style") or ""))
    return style


def number(value: str | None) -> tuple[float, str] | None:
    """A length as its number and unit."""
    found = NUMBER.match(value or "")
    return (float(found[1]), found[2] or "") if found else None


def colour(value: str) -> Colour | None:
    """Red, green and blue; None where the value names no colour that we know."""
    value = NAMED.get(value, value.removeprefix("#"))
    if found := re.match(r"^rgba?\((\d+)[ ,]+(\d+)[ ,]+(\d+)", value):
        return tuple(int(one) for one in found.groups())
    if re.fullmatch(r"[0-9a-f]{3}", value):
        value = "".join(2 * digit for digit in value)
    return tuple(bytes.fromhex(value)) if re.fullmatch(r"[0-9a-f]{6}", value) else None


def distance(one: Colour, two: Colour) -> int:
    """The largest difference of red, green or blue."""
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for declaration in text.split(";"):
        name, parted, value = declaration.partition(":")
        if parted:
            yield name.strip().lower(), value.replace("!important", "").strip().lower()
