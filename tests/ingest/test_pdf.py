"""PDFs are read by their text layer, or by their looks."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from winnow.contracts.base import Box
from winnow.contracts.parsed import ParsedDocument
from winnow_ingest.drafts import image_path

Read = Callable[..., Awaitable[ParsedDocument]]

WIDTH, HEIGHT = A4


def pdf(*pages: Callable[[Canvas], None]) -> bytes:
    """A PDF whose pages are drawn by functions of the canvas."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def invoice(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, HEIGHT - 80, "Invoice 4711 of the hardware shop")
    for row, (name, price) in enumerate([("Nails", "1.50"), ("Glue", "7.25"), ("Total", "8.75")]):
        canvas.drawString(60, HEIGHT - 140 - 16 * row, name)
        canvas.drawString(400, HEIGHT - 140 - 16 * row, price)


def scan(canvas: Canvas) -> None:
    image = Image.new("L", (1240, 1754), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(image).text((120, 200), "Receipt number 9031", fill=0, font=font)
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


def box_of(document: ParsedDocument, text: str) -> Box:
    return next(word.box for word in document.words if word.text == text)


async def test_amounts_stay_in_the_row_of_their_label(read: Read) -> None:
    document = await read(pdf(invoice), "invoice.pdf")
    assert "Nails | 1.50\nGlue | 7.25\nTotal | 8.75" in document.text
    assert document.pages[0].ocr is False


async def test_words_and_elements_know_their_place(read: Read) -> None:
    document = await read(pdf(invoice), "invoice.pdf")
    box = box_of(document, "4711")
    assert box.y0 < 80 / HEIGHT < box.y1 + 0.005
    assert 60 / WIDTH < box.x0 < box.x1 < 0.5
    heading = document.elements[0]
    assert heading.box is not None
    assert heading.box.x0 <= box.x0
    assert heading.box.y0 - 0.01 <= box.y0 <= box.y1 <= heading.box.y1 + 0.01
    assert document.pages[0].width == pytest.approx(WIDTH, abs=1)


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, "left"), (90, "right"), (180, "right"), (270, "left")]
)
async def test_places_follow_a_turned_page(read: Read, rotation: int, corner: str) -> None:
    turned = pypdfium2.PdfDocument(pdf(invoice))
    turned[0].set_rotation(rotation)
    buffer = BytesIO()
    turned.save(buffer)
    document = await read(buffer.getvalue(), "invoice.pdf")
    box = box_of(document, "Invoice")
    assert (box.x0 < 0.5) == (corner == "left")
    assert (box.y0 < 0.5) == (rotation in (0, 90))
    assert "4711" in document.text


async def test_places_follow_a_cropped_page(read: Read) -> None:
    cropped = pypdfium2.PdfDocument(pdf(invoice))
    cropped[0].set_cropbox(0, HEIGHT / 2, WIDTH, HEIGHT)
    buffer = BytesIO()
    cropped.save(buffer)
    document = await read(buffer.getvalue(), "invoice.pdf")
    box = box_of(document, "4711")
    assert box.y0 < 160 / HEIGHT < box.y1 + 0.01
    assert document.elements[0].box is not None
    assert document.elements[0].box.y1 == pytest.approx(box.y1, abs=0.02)


async def test_a_scanned_page_among_typed_ones_is_recognised(read: Read) -> None:
    document = await read(pdf(invoice, scan), "both.pdf")
    assert [page.ocr for page in document.pages] == [False, True]
    assert "Invoice 4711" in document.text
    assert "Receipt number 9031" in document.text
    word = next(word for word in document.words if word.text == "9031")
    assert word.page == 2
    assert word.confidence is not None
    assert word.confidence > 0.5
    assert all(word.confidence is None for word in document.words if word.page == 1)


async def test_every_page_has_an_image_for_the_reviewer(read: Read, tmp_path: Path) -> None:
    await read(pdf(invoice, invoice), "invoice.pdf")
    for page in (1, 2):
        with Image.open(image_path(tmp_path, page)) as image:
            assert (image.format, image.width) == ("PNG", 1240)


async def test_columns_of_prose_are_not_joined(read: Read) -> None:
    def columns(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row in range(12):
            canvas.drawString(50, HEIGHT - 100 - 12 * row, f"left {row} the quick brown fox jumps")
            canvas.drawString(320, HEIGHT - 100 - 12 * row, f"right {row} a lazy dog sleeps here")

    document = await read(pdf(columns), "paper.pdf")
    assert document.text.index("left 11") < document.text.index("right 0")
