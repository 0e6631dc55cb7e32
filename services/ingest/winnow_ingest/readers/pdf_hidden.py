"""Text of a PDF page that its picture does not show.

The text layer is compared with what is drawn. Words whose ink cannot be told from the picture
alone are taken off the page, which is drawn again: where nothing changes, nobody sees them. That
holds for every way to hide text, in the background's colour, under a shape, clipped or in a layer
that is switched off. Text that is hidden so often carries orders to a language model
(Greshake et al. 2023, arXiv:2302.12173).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from pypdfium2 import raw

from winnow_ingest.readers.pdf_boxes import Frame, Rectangle
from winnow_ingest.readers.pdf_words import Part

How = Literal["invisible", "tiny", "off_page", "background", "covered", "other"]
Unknown = Literal["unknown"]
Pixels = np.ndarray  # height x width x 3, red green blue
Area = tuple[slice, slice]

INVISIBLE: Final = raw.FPDF_TEXTRENDERMODE_INVISIBLE
CLIP: Final = raw.FPDF_TEXTRENDERMODE_CLIP
FAINT: Final = 16  # of 255: a difference in colour that nobody sees on paper
LIKE: Final = 96  # of 255: drawn finely, ink comes out so much paler than its colour
SMALL: Final = 1.0  # points; the letters of a footnote are four times as high
SMALL_SHARE: Final = 0.0015  # of the page's longer side; plans come in all sizes
BLANK: Final = 0.7  # share of a word's place that has the colour of its ink already
HALF: Final = 0.5  # share that makes it worth a closer look
OVERLAP: Final = 0.5  # share of a word's place that another word takes


def hidden_parts(
    page: Any, parts: Sequence[Part], frame: Frame, drawn: Pixels, draw: Callable[[], Pixels]
) -> dict[int, How | Unknown]:
    """Which parts are not seen, by index, and how they are hidden.

    `drawn` is the page as it looks, `draw` draws it again at the same size. Unknown are those
    that cannot be drawn here because neither the file nor this machine has their letters.
    """
    found: dict[int, How | Unknown] = {}
    doubtful: dict[int, Area] = {}
    places = _Places(drawn)
    for index, part in enumerate(parts):
        how = _by_place(part, frame)
        if how is not None:
            found[index] = how
            continue
        area = places.area(frame, part)
        earlier = places.put(index, area)
        doubtful.update({i: places.areas[i] for i in earlier if parts[i].text != part.text})
        if _is_doubtful(part, drawn[area]):
            doubtful[index] = area
    doubtful = {index: area for index, area in doubtful.items() if parts[index].handles}
    if doubtful:
        covers = _covers(page)
        bare = _without((parts[index] for index in doubtful), draw)
        ground = _without(parts, draw)
        for index, area in doubtful.items():
            looks = _Looks(drawn[area], bare[area], ground[area])
            if seen := _by_looks(parts[index], looks, covers):
                found[index] = seen
    return _whole(parts, found)


class _Looks(NamedTuple):
    """A part's place as it is, without the parts in doubt, and without any text."""

    drawn: Pixels
    bare: Pixels
    ground: Pixels


class _Places:
    """Which pixels belong to which part, to find those that stand on each other."""

    def __init__(self, drawn: Pixels) -> None:
        self._height, self._width = drawn.shape[:2]
        self._owner = np.full((self._height, self._width), -1, dtype=np.int32)
        self.areas: dict[int, Area] = {}

    def area(self, frame: Frame, part: Part) -> Area:
        """The pixels of a part, at least one."""
        box = frame.box(part.place)
        if box is None:
            raise ValueError("the part lies off the page")
        left = min(int(box.x0 * self._width), self._width - 1)
        top = min(int(box.y0 * self._height), self._height - 1)
        right = max(left + 1, -int(-box.x1 * self._width // 1))
        bottom = max(top + 1, -int(-box.y1 * self._height // 1))
        return slice(top, bottom), slice(left, right)

    def put(self, index: int, area: Area) -> list[int]:
        """Take the place; those that held most of it before."""
        self.areas[index] = area
        owners = self._owner[area]
        earlier: list[int] = []
        if int(owners.max()) >= 0:
            held = np.bincount(owners[owners >= 0])
            earlier = np.flatnonzero(held > OVERLAP * owners.size).tolist()
        self._owner[area] = index
        return earlier


def _by_place(part: Part, frame: Frame) -> How | None:
    if frame.box(part.place) is None:
        return "off_page"
    if not _says_something(part):
        return None
    left, bottom, right, top = part.place
    sides = (right - left, top - bottom)  # text may stand upright; a "1" is thin at any size
    size = min(sides) if len(part.text) > 2 else max(sides)
    if size < SMALL and size < SMALL_SHARE * max(frame.width, frame.height):
        return "tiny"
    return None


def _is_doubtful(part: Part, drawn: Pixels) -> bool:
    """No contrast, ink of another colour than any pixel, or ink like most of them."""
    if part.ink is None:
        return False
    if part.ink.mode in (INVISIBLE, CLIP) or part.ink.alpha < FAINT:
        return True
    off = _distance(drawn, part.ink.colour)
    least = int(off.min())
    if least > LIKE or int(off.max()) - least < FAINT:
        return True
    return int(np.count_nonzero(off < FAINT)) > HALF * off.size


def _by_looks(part: Part, looks: _Looks, covers: Sequence[Rectangle]) -> How | Unknown | None:
    """Compare a part's place with and without it."""
    ink = part.ink
    if ink is None:
        return None
    if ink.mode == CLIP and int(np.ptp(looks.drawn, axis=(0, 1)).max()) >= FAINT:
        return None  # letters cut out of a picture stay when their text is taken away
    like_ground = bool((_distance(looks.ground, ink.colour) < FAINT).mean() > BLANK)
    if not like_ground and int(_distance(looks.drawn, looks.bare).max()) >= FAINT:
        return None
    if ink.mode in (INVISIBLE, CLIP) or ink.alpha < FAINT:
        return "invisible"
    if like_ground:
        return "background"
    x, y = (part.place[0] + part.place[2]) / 2, (part.place[1] + part.place[3]) / 2
    covered = any(left <= x <= right and low <= y <= high for left, low, right, high in covers)
    if covered:
        return "covered"
    return "other" if ink.embedded or part.text.isascii() else "unknown"


def _distance(pixels: Pixels, other: Pixels | tuple[int, int, int]) -> np.ndarray:
    """By pixel, the largest difference of a colour."""
    difference: np.ndarray = np.abs(pixels.astype(np.int16) - np.asarray(other, dtype=np.int16))
    largest: np.ndarray = difference.max(axis=-1)
    return largest


def _without(parts: Iterable[Part], draw: Callable[[], Pixels]) -> Pixels:
    handles = [handle for part in parts for handle in part.handles]
    for handle in handles:
        raw.FPDFPageObj_SetIsActive(handle, False)
    try:
        return draw()
    finally:
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, True)


def _covers(page: Any) -> list[Rectangle]:
    kinds = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    objects = page.get_objects(filter=kinds, max_depth=1)
    return [found.get_bounds() for found in objects]


def _whole(parts: Sequence[Part], found: Mapping[int, How | Unknown]) -> dict[int, How | Unknown]:
    """Punctuation counts as hidden only beside a word that is."""
    words = {index for index in found if _says_something(parts[index])}
    return {
        index: how
        for index, how in sorted(found.items())
        if how == "off_page" or index in words or {index - 1, index + 1} & words
    }


def _says_something(part: Part) -> bool:
    return any(character.isalnum() for character in part.text)
