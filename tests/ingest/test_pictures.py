"""Pictures are recognised, with words, places and confidence."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow_ingest.readers.columns import has_columns

Read = Callable[..., Awaitable[ParsedDocument]]

LINES = ("Corner Shop", "Nails and glue", "Total 8.75")


def picture() -> Image.Image:
    image = Image.new("RGB", (900, 500), "white")
    font = ImageFont.load_default(size=48)
    for row, line in enumerate(LINES):
        ImageDraw.Draw(image).text((60, 60 + 130 * row), line, fill="black", font=font)
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


async def test_words_have_boxes_and_confidence(read: Read) -> None:
    document = await read(saved(picture(), "PNG"), "receipt.png")
    for line in LINES:
        assert line in document.text
    total = next(word for word in document.words if word.text == "8.75")
    assert total.confidence is not None
    assert 0.5 < total.confidence <= 1
    assert 320 / 500 < total.box.y0 < total.box.y1 < 400 / 500
    assert document.pages[0].ocr
    assert (document.pages[0].width, document.pages[0].height) == (900, 500)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "BMP", "WEBP", "GIF"])
async def test_other_picture_formats_are_read(read: Read, kind: str) -> None:
    document = await read(saved(picture(), kind), f"receipt.{kind.lower()}")
    assert "8.75" in document.text


async def test_each_frame_of_a_tiff_is_a_page(read: Read) -> None:
    data = saved(picture(), "TIFF", save_all=True, append_images=[picture()])
    document = await read(data, "scan.tiff")
    assert len(document.pages) == 2
    assert {element.page for element in document.elements} == {1, 2}


async def test_a_picture_turned_by_its_camera_is_put_upright(read: Read) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the left
    data = saved(picture().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    document = await read(data, "photo.jpg")
    assert "8.75" in document.text
    assert (document.pages[0].width, document.pages[0].height) == (900, 500)


@pytest.mark.parametrize("mode", ["1", "P", "RGBA", "LA", "CMYK", "I;16"])
async def test_any_colour_mode_is_read(read: Read, mode: str) -> None:
    image = picture()
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        image = image.convert("L").convert(mode) if mode in ("1", "LA") else image.convert(mode)
    document = await read(saved(image, "TIFF"), "scan.tif")
    assert "8.75" in document.text


def page_of(*columns: tuple[int, str]) -> Image.Image:
    """A page with forty lines of the columns' text, each at its distance from the left."""
    image = Image.new("L", (1200, 1600), 255)
    font = ImageFont.load_default(size=26)
    for row in range(40):
        for left, text in columns:
            words = text.split()
            turned = " ".join(words[row % len(words) :] + words[: row % len(words)])
            ImageDraw.Draw(image).text((left, 80 + 36 * row), turned, fill=0, font=font)
    return image


PROSE = "the quick brown fox jumps over a lazy dog"


def test_columns_of_prose_are_told_from_receipts() -> None:
    assert has_columns(page_of((80, PROSE), (640, PROSE)))
    assert not has_columns(page_of((80, "Nails"), (1000, "8.75")))
    assert not has_columns(page_of((80, f"{PROSE} {PROSE}")))
    assert not has_columns(Image.new("L", (1200, 1600), 255))


async def test_columns_of_prose_are_read_one_after_the_other(read: Read) -> None:
    right = "this column stands at the far right side"
    document = await read(saved(page_of((80, PROSE), (640, right)), "PNG"), "paper.png")
    assert document.text.rindex("quick") < document.text.index("stands")


async def test_amounts_at_the_edge_stay_with_their_label(read: Read) -> None:
    data = saved(page_of((80, "Nails"), (1000, "8.75")), "PNG")
    assert (await read(data, "receipt.png")).text.count("Nails | 8.75") > 25


async def test_a_picture_with_a_single_number_is_read(read: Read) -> None:
    image = Image.new("L", (500, 200), 255)
    ImageDraw.Draw(image).text((60, 60), "42", fill=0, font=ImageFont.load_default(size=64))
    assert (await read(saved(image, "PNG"), "number.png")).text == "42"


async def test_a_picture_of_things_has_no_text(read: Read) -> None:
    image = Image.effect_noise((700, 500), 90)
    for left in range(40, 600, 90):
        ImageDraw.Draw(image).ellipse((left, 90, left + 60, 400), fill=30, outline=220, width=5)
    with pytest.raises(RejectedError) as caught:
        await read(saved(image, "PNG"), "photo.png")
    assert caught.value.reason == "file_no_text"
