"""Places on a PDF page as fractions of what is shown."""

from dataclasses import dataclass
from typing import Any, Self

from winnow.contracts.base import Box
from winnow_ingest.drafts import Block
from winnow_ingest.partitioned import box_within

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in user space


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown part of a page. `width` and `height` are points, as seen after rotation."""

    width: float
    height: float
    shown: Rectangle
    media: Rectangle
    rotation: int

    @classmethod
    def of(cls, page: Any) -> Self:
        width, height = page.get_size()
        return cls(width, height, page.get_bbox(), page.get_mediabox(), page.get_rotation())

    @property
    def aspect(self) -> float:
        return self.width / self.height if self.height else 1.0

    def box(self, rectangle: Rectangle) -> Box | None:
        """The box of a rectangle in user space; None where it lies off the page."""
        x0, y0, x1, y1 = _fractions(rectangle, self.shown, self.rotation)
        if x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
            return None
        return box_within(x0, y0, x1, y1)

    def moved(self, block: Block) -> Block:
        """A block whose box is a fraction of the media box, as one of the shown part."""
        if block.box is None or self.media == self.shown:
            return block
        x0, y0, x1, y1 = _fractions(self.shown, self.media, self.rotation)
        wide, high = max(x1 - x0, 1e-9), max(y1 - y0, 1e-9)
        box = block.box
        return block.but(
            box=box_within(
                (box.x0 - x0) / wide,
                (box.y0 - y0) / high,
                (box.x1 - x0) / wide,
                (box.y1 - y0) / high,
            )
        )


def _fractions(inner: Rectangle, outer: Rectangle, rotation: int) -> Rectangle:
    """Left, top, right, bottom of `inner` as shares of `outer`, both turned clockwise."""
    left, bottom, right, top = outer
    wide, high = max(right - left, 1e-9), max(top - bottom, 1e-9)
    x0, x1 = (inner[0] - left) / wide, (inner[2] - left) / wide
    y0, y1 = (top - inner[3]) / high, (top - inner[1]) / high
    match rotation:
        case 90:
            return 1 - y1, x0, 1 - y0, x1
        case 180:
            return 1 - x1, 1 - y1, 1 - x0, 1 - y0
        case 270:
            return y0, 1 - x1, y1, 1 - x0
        case _:
            return x0, y0, x1, y1
