"""Passages small enough to embed."""

from collections.abc import Sequence
from typing import Any, Final

from winnow.contracts.parsed import Chunk, Element

MOST: Final = 1000  # characters
ENOUGH: Final = 800


def chunk(elements: Sequence[Element]) -> tuple[Chunk, ...]:
    """Cut by title and size; every chunk names the elements that it was made of."""
    from unstructured.chunking.title import chunk_by_title

    pages = {element.id: element.page for element in elements}
    made = chunk_by_title(
        [_to_unstructured(element) for element in elements],
        max_characters=MOST,
        new_after_n_chars=ENOUGH,
        combine_text_under_n_chars=ENOUGH,
        include_orig_elements=True,
    )
    return tuple(_chunk(index, piece, pages) for index, piece in enumerate(made))


def _chunk(index: int, piece: Any, pages: dict[str, int]) -> Chunk:
    ids = tuple(dict.fromkeys(element.id for element in piece.metadata.orig_elements))
    return Chunk(
        id=f"c{index:04}",
        index=index,
        text=piece.text,
        elements=ids,
        pages=tuple(sorted({pages[id_] for id_ in ids})),
    )


def _to_unstructured(element: Element) -> Any:
    """Tables go without their HTML: their text has the cells apart already."""
    from unstructured.documents import elements as known

    kind = known.TYPE_TO_TEXT_ELEMENT_MAP.get(element.category, known.Text)
    return (known.Text if kind is known.Table else kind)(
        text=element.text,
        element_id=element.id,
        metadata=known.ElementMetadata(page_number=element.page),
    )
