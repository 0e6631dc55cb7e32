"""unstructured's elements as blocks."""

from collections.abc import Iterable, Sequence
from typing import Any

from winnow.contracts.base import Box
from winnow.contracts.parsed import Page
from winnow_ingest.drafts import Block
from winnow_ingest.tables import table_text

QUIET: dict[str, Any] = {"languages": [""]}  # no language detection by element


def blocks_of(elements: Iterable[Any]) -> list[Block]:
    """Each element with its page, and its box where it has one."""
    return [block_of(element) for element in elements if element.text]


def block_of(element: Any) -> Block:
    html = element.metadata.text_as_html
    return Block(
        text=table_text(html) if html else element.text,
        category=element.category,
        page=element.metadata.page_number or 1,
        box=_box(element.metadata.coordinates),
        html=html,
    )


def classify(text: str) -> str:
    """The category that unstructured gives to a text that stands alone."""
    from unstructured.partition.text import element_from_text

    return str(element_from_text(text[:2000]).category)


def page_list(blocks: Sequence[Block]) -> tuple[Page, ...]:
    """As many pages as the blocks speak of; at least one."""
    return tuple(
        Page(number=number)
        for number in range(1, max((block.page for block in blocks), default=1) + 1)
    )


def _box(coordinates: Any) -> Box | None:
    if coordinates is None or not coordinates.points:
        return None
    xs, ys = zip(*coordinates.points, strict=True)
    width, height = coordinates.system.width, coordinates.system.height
    return box_within(min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height)


def box_within(x0: float, y0: float, x1: float, y1: float) -> Box:
    """A box whose corners are brought onto the page; rounded, so that files stay small."""
    return Box(x0=_share(x0), y0=_share(y0), x1=_share(x1), y1=_share(y1))


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)
