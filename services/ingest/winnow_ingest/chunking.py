"""Passages small enough to embed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from winnow.contracts.parsed import Chunk, Element

MOST: Final = 1000  # characters
ENOUGH: Final = 800


def chunk(elements: Sequence[Element]) -> tuple[Chunk, ...]:
    """Cut by title and size; every chunk names the elements that it was made of."""
    from unstructured.chunking.title import chunk_by_title

    known = {element.id: element for element in elements}
    made = chunk_by_title(
        [_to_unstructured(element) for element in elements],
        max_characters=MOST,
        new_after_n_chars=ENOUGH,
        combine_text_under_n_chars=ENOUGH,
        include_orig_elements=True,
    )
    parts = [
        tuple(dict.fromkeys(part.id for part in piece.metadata.orig_elements)) for piece in made
    ]
    uses = Counter(id_ for ids in parts for id_ in ids)
    return tuple(
        Chunk(
            id=f"c{index:04}",
            index=index,
            text=piece.text if any(uses[id_] > 1 for id_ in ids) else _joined(ids, known),
            elements=ids,
            pages=tuple(sorted({known[id_].page for id_ in ids})),
        )
        for index, (piece, ids) in enumerate(zip(made, parts, strict=True))
    )


def _joined(ids: Sequence[str], known: dict[str, Element]) -> str:
    """Whole elements with their lines, which unstructured joins."""
    return "\n\n".join(known[id_].text for id_ in ids)


def _to_unstructured(element: Element) -> Any:
    """Tables go without their HTML: their text has the cells apart already."""
    from unstructured.documents import elements as known

    kind = known.TYPE_TO_TEXT_ELEMENT_MAP.get(element.category, known.Text)
    return (known.Text if kind is known.Table else kind)(
        text=element.text,
        element_id=element.id,
        metadata=known.ElementMetadata(page_number=element.page),
    )
