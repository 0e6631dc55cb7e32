"""PDF: the text layer where there is one, OCR where there is none."""

import re
from typing import Any, Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from winnow.contracts.parsed import Page, Word
from winnow.errors import RejectedError
from winnow_ingest.drafts import Block, Draft, Job
from winnow_ingest.page_images import IMAGE_WIDTH, save_image
from winnow_ingest.partitioned import QUIET, blocks_of
from winnow_ingest.readers.ocr import recognise
from winnow_ingest.readers.pdf_boxes import Frame
from winnow_ingest.readers.pdf_words import words_of
from winnow_ingest.rows import in_rows

FEW: Final = 16  # letters: a page number or a stamp over a scan
OCR_DPI: Final = 300
RENDERED: Final = 25_000_000  # pixels at most; larger pages are drawn coarser
ODD: Final = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")


def read_pdf(job: Job) -> Draft:
    """Each page is read once: its text layer by unstructured, or its picture by tesseract."""
    with _opened(job) as pdf:
        frames: list[Frame] = []
        words: list[list[Word]] = []
        scanned: set[int] = set()
        for number, page in enumerate(_pages(pdf), start=1):
            frames.append(Frame.of(page))
            words.append(words_of(page, number, frames[-1]))
            if _needs_ocr(page, words[-1], job.limits.pixels):
                scanned.add(number)
        typed, warnings = _typed_blocks(job, frames, scanned)
        blocks: list[Block] = []
        for number, page in enumerate(_pages(pdf), start=1):
            if number in scanned:
                words[number - 1], found = recognise(_draw(page, OCR_DPI), number, job.languages)
            else:
                found = typed.get(number, [])
            blocks += in_rows(found, words[number - 1], frames[number - 1].aspect)
            save_image(_draw(page, _viewing_dpi(page)), job.image_path(number))
    return Draft(
        blocks=tuple(blocks),
        pages=tuple(_page(number, frame, scanned) for number, frame in enumerate(frames, start=1)),
        words=tuple(word for page_words in words for word in page_words),
        warnings=warnings,
    )


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


def _pages(pdf: pypdfium2.PdfDocument) -> Any:
    """Pages one at a time, each closed after use."""
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            raise RejectedError("file_broken", f"page {index + 1}: {error}") from error
        yield page
        page.close()


def _needs_ocr(page: Any, words: list[Word], most_pixels: int) -> bool:
    """Tell whether the page is drawn rather than typed. Raises RejectedError for huge pictures."""
    objects = list(page.get_objects(max_depth=4))
    pictures = [found for found in objects if found.type == raw.FPDF_PAGEOBJ_IMAGE]
    for picture in pictures:
        width, height = picture.get_px_size()
        if width * height > most_pixels:
            raise RejectedError("file_too_many_pixels", f"a picture of {width} x {height}")
    text = "".join(word.text for word in words)
    if len(ODD.findall(text)) * 3 > len(text):  # fonts without a meaning
        return bool(objects)
    letters = sum(character.isalnum() for character in text)
    return letters < FEW and bool(pictures or (objects and not letters))


def _typed_blocks(
    job: Job, frames: list[Frame], scanned: set[int]
) -> tuple[dict[int, list[Block]], tuple[str, ...]]:
    """Blocks of the pages that are not scanned; none where layout analysis fails."""
    wanted = set(range(1, len(frames) + 1)) - scanned
    blocks: dict[int, list[Block]] = {number: [] for number in wanted}
    warnings: tuple[str, ...] = ()
    if wanted:
        try:
            found = _partition(job)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  pdfminer fails on a bad page in many ways
            found, warnings = [], (f"layout analysis failed: {type(error).__name__}",)
        for block in found:
            if block.page in wanted:
                blocks[block.page].append(frames[block.page - 1].moved(block))
    return blocks, warnings


def _partition(job: Job) -> list[Block]:
    from unstructured.partition.pdf import partition_pdf

    return blocks_of(partition_pdf(filename=str(job.path), strategy="fast", **QUIET))


def _draw(page: Any, dpi: float) -> Image.Image:
    """The page as it looks; drawn coarser where it would have too many pixels."""
    width, height = page.get_size()
    scale = min(dpi / 72, (RENDERED / max(width * height, 1)) ** 0.5)
    image: Image.Image = page.render(scale=scale).to_pil()
    return image


def _viewing_dpi(page: Any) -> float:
    return 72 * IMAGE_WIDTH / max(float(page.get_width()), 1.0)


def _page(number: int, frame: Frame, scanned: set[int]) -> Page:
    return Page(number=number, width=frame.width, height=frame.height, ocr=number in scanned)
