"""Pictures: OCR of every frame."""

import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from winnow.contracts.parsed import Page, Word
from winnow.errors import RejectedError
from winnow_ingest.drafts import Block, Draft, Job
from winnow_ingest.page_images import save_image
from winnow_ingest.readers.ocr import recognise
from winnow_ingest.rows import in_rows

MOVING = ("GIF", "WEBP", "PNG", "MPO")  # their frames are a film or previews, not pages


def read_picture(job: Job) -> Draft:
    """A page for each frame of a TIFF; one for any other picture."""
    pages: list[Page] = []
    blocks: list[Block] = []
    words: list[Word] = []
    for number, image in enumerate(_frames(job), start=1):
        found, pieces = recognise(image, number, job.languages)
        blocks += in_rows(pieces, found, image.width / image.height)
        words += found
        pages.append(Page(number=number, width=image.width, height=image.height, ocr=True))
        save_image(image, job.image_path(number))
    return Draft(tuple(blocks), tuple(pages), tuple(words))


def _frames(job: Job) -> Iterator[Image.Image]:
    """Frames upright and in plain colours, checked before their pixels are unpacked."""
    import pi_heif  # type: ignore[import-untyped]

    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # ours is checked below
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(job.path) as picture:
            count = getattr(picture, "n_frames", 1)
            if picture.format in MOVING:
                count = 1
            if count > job.limits.pages:
                raise RejectedError("file_too_many_pages", f"{count} frames")
            for index, frame in enumerate(ImageSequence.Iterator(picture)):
                if index == count:
                    break
                _check(frame, job.limits.pixels)
                yield _plain(frame)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise RejectedError("file_broken", f"picture: {error}") from error


def _check(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        raise RejectedError("file_too_many_pixels", f"{image.width} x {image.height}")


def _plain(image: Image.Image) -> Image.Image:
    """Turned as the camera meant it, on white, in RGB or grey."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("L", "RGB"):
        return image
    if image.mode.startswith(("I", "F")):
        image = image.convert("F").point(lambda value: value / 256 if value else 0)
        return image.convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("L" if image.mode == "1" else "RGB")
