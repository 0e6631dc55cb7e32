"""A reader's draft as a ParsedDocument: ids, spans, chunks and language."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from winnow.contracts.parsed import Element, HiddenText, ParsedDocument, Word
from winnow.errors import RejectedError
from winnow.language import language_of
from winnow.reasons import warn
from winnow_ingest.chunking import chunk
from winnow_ingest.drafts import Block, Draft
from winnow_ingest.smuggled import without_smuggled

BETWEEN: Final = "\n\n"
READ: Final = 4000  # letters by which the language is told
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
READABLE: Final = re.compile(r"[^\W_]")


def assemble(draft: Draft) -> ParsedDocument:
    """The same draft always gives the same document. Raises RejectedError where no text is."""
    draft = without_smuggled(draft)
    elements = place(draft.blocks)
    text = BETWEEN.join(element.text for element in elements)
    if not READABLE.search(text):
        unseen = f"{len(draft.hidden)} passages are hidden" if draft.hidden else ""
        raise RejectedError("file_no_text", unseen)
    return ParsedDocument(
        text=text,
        pages=draft.pages,
        elements=elements,
        words=tuple(_clean_words(draft.words)),
        chunks=chunk(elements),
        language=language_of(text, READ),
        warnings=(*draft.warnings, *_told(draft.hidden)),
        hidden=draft.hidden,
    )


def _told(hidden: Sequence[HiddenText]) -> Iterator[str]:
    if hidden:
        pages = sorted({passage.page for passage in hidden})
        ways = ", ".join(sorted({passage.how for passage in hidden}))
        where = f"page {pages[0]}" if len(pages) == 1 else f"{len(pages)} pages"
        yield warn("hidden_text", f"{len(hidden)} passages on {where} ({ways})")


def place(blocks: tuple[Block, ...]) -> tuple[Element, ...]:
    """The blocks that hold text, each with an id and its span in the document's text."""
    elements: list[Element] = []
    start = 0
    for block in blocks:
        text = clean(block.text)
        if not text:
            continue
        elements.append(
            Element(
                id=f"e{len(elements):04}",
                category=block.category,
                text=text,
                page=block.page,
                box=block.box,
                start=start,
                end=start + len(text),
                html=clean(block.html) if block.html else None,
            )
        )
        start += len(text) + len(BETWEEN)
    return tuple(elements)


def clean(text: str) -> str:
    """Without what JSON or a terminal chokes on, and without space around."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _clean_words(words: tuple[Word, ...]) -> list[Word]:
    cleaned = ((word, clean(word.text)) for word in words)
    return [
        word if text == word.text else word.model_copy(update={"text": text})
        for word, text in cleaned
        if text
    ]
