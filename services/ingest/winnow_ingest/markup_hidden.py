"""Text of an HTML page that a browser does not show: hidden by attribute or by style.

Comments, scripts and templates are no text to begin with.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from winnow.contracts.parsed import HiddenText
from winnow.errors import RejectedError
from winnow_ingest.markup_styles import (
    WHITE,
    Colour,
    Style,
    colour,
    distance,
    number,
    rules_of,
    style_of,
)
from winnow_ingest.readers.pdf_hidden import How

SILENT: Final = frozenset({"script", "style", "template", "noscript", "head", "title", "meta"})
DEEPEST: Final = 250  # libxml2 drops what is more than 256 deep
AWAY: Final = -500.0  # beside the window, whatever the unit
TINY: Final = 1.0  # pixels or points
FAINT: Final = 16  # of 255
SIDES: Final = ("width", "height", "max-width", "max-height")
PLACES: Final = ("left", "top", "text-indent", "margin-left", "margin-top")


@dataclass(frozen=True, slots=True)
class State:
    """What an element hands down to those in it. `ground` is None behind a picture."""

    gone: How | None = None
    visible: bool = True
    tiny: bool = False
    letters: Colour = (0, 0, 0)
    ground: Colour | None = WHITE

    @property
    def how(self) -> How | None:
        """How text that stands here is hidden, if it is."""
        if self.gone is not None or not self.visible:
            return self.gone or "invisible"
        if self.tiny:
            return "tiny"
        seen = self.ground is None or distance(self.letters, self.ground) >= FAINT
        return None if seen else "background"

    def within(self, style: Style, *, hidden: bool) -> "State":
        """As it is inside an element of that style."""
        visible = style.get("visibility")
        size = number(style.get("font-size"))
        return replace(
            self,
            gone=self.gone or _gone(style, hidden=hidden),
            visible=self.visible if visible is None else visible not in ("hidden", "collapse"),
            tiny=self.tiny if "font-size" not in style else size is not None and _is_tiny(*size),
            letters=_letters(style, self),
            ground=_ground(style, self.ground),
        )


def strip_hidden(text: str) -> tuple[str, tuple[HiddenText, ...]]:
    """The page as it is shown, and what it hides; the very text where it hides nothing.

    Raises RejectedError where elements nest so deep that the parser leaves the inner ones out.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return text, ()
    found = _emptied(root)
    if not found:
        return text, ()
    hidden = tuple(
        HiddenText(text=" ".join(" ".join(told for _, told in group).split()), page=1, how=how)
        for how, group in groupby(found, key=lambda pair: pair[0])
    )
    return html.tostring(root, encoding="unicode"), hidden


def _emptied(root: Any) -> list[tuple[How, str]]:
    """Take out every piece of text that is not seen; those pieces in order."""
    rules = rules_of(root)
    states: dict[Any, State] = {}
    depths: dict[Any, int] = {None: 0}
    found: list[tuple[How, str]] = []
    for element in root.iter():
        parent = states.get(element.getparent(), State())
        if element.tail and parent.how and element is not root and element.tail.strip():
            found.append((parent.how, element.tail))
            element.tail = " "
        if not isinstance(element.tag, str):  # a comment
            continue
        state = parent.within(style_of(element, rules), hidden=element.get("hidden") is not None)
        states[element] = state
        depths[element] = depths[element.getparent()] + 1
        if depths[element] > DEEPEST:
            raise RejectedError("file_recursive", f"elements nest more than {DEEPEST} deep")
        if element.text and state.how and element.tag not in SILENT and element.text.strip():
            found.append((state.how, element.text))
            element.text = ""
    return found


def _gone(style: Style, *, hidden: bool) -> How | None:
    """How the whole element is hidden, whatever those in it say."""
    opacity = number(style.get("opacity"))
    lengths = [number(style.get(side)) for side in SIDES]
    flat = any(found is not None and found[1] != "%" and found[0] <= TINY for found in lengths)
    if hidden or style.get("display") == "none" or (opacity is not None and opacity[0] == 0):
        return "invisible"
    if flat and style.get("overflow") == "hidden":
        return "invisible"
    places = (number(style.get(place)) for place in PLACES)
    return "off_page" if any(found and found[0] <= AWAY for found in places) else None


def _is_tiny(size: float, unit: str) -> bool:
    return size == 0 or (unit in ("px", "pt", "") and size <= TINY)


def _letters(style: Style, around: State) -> Colour:
    value = style.get("color", "")
    if value == "transparent" and around.ground is not None:
        return around.ground
    return colour(value) or (around.letters if value in ("", "inherit") else (0, 0, 0))


def _ground(style: Style, behind: Colour | None) -> Colour | None:
    value = style.get("background-color") or style.get("background") or ""
    if value in ("", "transparent", "none", "inherit", "initial"):
        return behind
    return colour(value) or colour(value.split()[0])
