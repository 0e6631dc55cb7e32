"""PDF: the text layer where there is one, OCR where there is none; hidden text is set apart."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2
from pypdfium2 import raw

from winnow.contracts.parsed import HiddenText, Page, Word
from winnow.errors import RejectedError
from winnow.reasons import warn
from winnow_ingest.drafts import Block, Draft, Job
from winnow_ingest.page_images import save_image
from winnow_ingest.partitioned import QUIET, blocks_of
from winnow_ingest.readers.ocr import recognise
from winnow_ingest.readers.pdf_carried import check_form, pdf_warnings
from winnow_ingest.readers.pdf_drawing import OCR_DPI, draw
from winnow_ingest.readers.pdf_layer import Layer
from winnow_ingest.readers.pdf_shown import shown_blocks
from winnow_ingest.readers.pdf_under import unread
from winnow_ingest.rows import in_rows


def read_pdf(job: Job) -> Draft:
    """Each page is read once: its text layer by unstructured, or its picture by tesseract."""
    with _opened(job) as pdf:
        check_form(pdf)
        layers = [
            Layer.of(page, number, job.limits.pixels, partial(save_image, path=path))
            for number, page in enumerate(_pages(pdf), start=1)
            for path in (job.image_path(number),)
        ]
        typed, warnings = _typed_blocks(job, layers)
        read = [
            _scanned(page, number, layer, job)
            if layer.ocr
            else _typed(number, layer, typed.get(number, []), job)
            for (number, page), layer in zip(enumerate(_pages(pdf), start=1), layers, strict=True)
        ]
        warnings += pdf_warnings(job.path)
    return Draft(
        blocks=tuple(block for blocks, _, _ in read for block in blocks),
        pages=tuple(_page(number, layer) for number, layer in enumerate(layers, start=1)),
        words=tuple(word for _, words, _ in read for word in words),
        warnings=(*warnings, *_told(layers)),
        hidden=tuple(passage for _, _, hidden in read for passage in hidden),
    )


ReadPage = tuple[list[Block], tuple[Word, ...], tuple[HiddenText, ...]]


def _scanned(page: Any, number: int, layer: Layer, job: Job) -> ReadPage:
    words, found = recognise(draw(page, OCR_DPI), number, job.languages)
    blocks = in_rows(found, words, layer.frame.aspect)
    return blocks, tuple(words), (*layer.hidden, *unread(layer.under, words))


def _typed(number: int, layer: Layer, found: list[Block], job: Job) -> ReadPage:
    shown, besides = shown_blocks(found, layer.words, layer.hidden, job.image_path(number))
    blocks = in_rows(shown, layer.words, layer.frame.aspect)
    return blocks, layer.words, (*layer.hidden, *besides)


def _opened(job: Job) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(job.path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise RejectedError("file_encrypted", "the PDF is protected by a password") from error
        raise RejectedError("file_broken", str(error)) from error
    if len(pdf) == 0:
        raise RejectedError("file_broken", "the PDF has no pages")
    if len(pdf) > job.limits.pages:
        raise RejectedError("file_too_many_pages", f"{len(pdf)} pages")
    pdf.init_forms()
    return pdf


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[Any]:
    """Pages one at a time, each closed after use."""
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            raise RejectedError("file_broken", f"page {index + 1}: {error}") from error
        yield page
        page.close()


def _typed_blocks(job: Job, layers: list[Layer]) -> tuple[dict[int, list[Block]], tuple[str, ...]]:
    """Blocks of the pages that are not scanned; none where layout analysis fails."""
    frames = {number: one.frame for number, one in enumerate(layers, start=1) if not one.ocr}
    blocks: dict[int, list[Block]] = {number: [] for number in frames}
    warnings: tuple[str, ...] = ()
    if frames:
        try:
            found = _partition(job)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  pdfminer fails on a bad page in many ways
            found, warnings = [], (warn("layout_failed", type(error).__name__),)
        for block in found:
            if block.page in frames:
                blocks[block.page].append(frames[block.page].moved(block))
    return blocks, warnings


def _partition(job: Job) -> list[Block]:
    from unstructured.partition.pdf import partition_pdf

    return blocks_of(partition_pdf(filename=str(job.path), strategy="fast", **QUIET))


def _page(number: int, layer: Layer) -> Page:
    width, height = layer.frame.width, layer.frame.height
    return Page(number=number, width=width, height=height, ocr=layer.ocr)


def _told(layers: list[Layer]) -> Iterator[str]:
    undrawn = [number for number, layer in enumerate(layers, start=1) if layer.undrawn]
    under = [number for number, layer in enumerate(layers, start=1) if layer.under]
    if undrawn:
        yield warn("drawing_unknown", f"pages {_listed(undrawn)}")
    if under:
        yield warn("ocr_layer_ignored", f"pages {_listed(under)}")


def _listed(numbers: list[int]) -> str:
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return ", ".join(str(number) for number in numbers[:10]) + more
