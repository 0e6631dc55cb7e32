"""Pages as a scanner or a telephone sees them."""

import io
import time

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

EPOCH = time.gmtime(0)


def render(pdf: bytes, dpi: int) -> Image.Image:
    """The first page in grey."""
    page = pypdfium2.PdfDocument(pdf)[0]
    image: Image.Image = page.render(scale=dpi / 72).to_pil()
    return image.convert("L")


def clean_png(pdf: bytes) -> bytes:
    """A sharp picture."""
    return _png(render(pdf, 150))


def scanned_pdf(pdf: bytes, seed: int) -> bytes:
    """A PDF that holds nothing but a picture: slightly turned, grainy, a dark edge."""
    image = render(pdf, 170).rotate(0.6, fillcolor=250, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(image, dtype=np.float32)
    grain = np.random.default_rng(seed).normal(0, 5, grey.shape)
    seen = 18 + grey * 0.91 + grain
    seen[:, :5] = 90
    scan = Image.fromarray(seen.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.5))
    paper = io.BytesIO()
    scan.save(paper, "PDF", resolution=170, quality=55, creationDate=EPOCH, modDate=EPOCH)
    return paper.getvalue()


def photo_png(pdf: bytes, seed: int) -> bytes:
    """A slip on a dark table under a lamp: turned, shaded, noisy, once compressed as JPEG."""
    slip = render(pdf, 230)
    table = Image.new("L", (slip.width + 120, slip.height + 140), 72)
    table.paste(slip, (60, 70))
    table = table.rotate(1.3, fillcolor=72, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(table, dtype=np.float32)
    across, down = np.linspace(0, 1, grey.shape[1]), np.linspace(0, 1, grey.shape[0])[:, None]
    light = 1.0 - 0.28 * across - 0.12 * np.sin(3 * down)
    seen = grey * light + np.random.default_rng(seed).normal(0, 3, grey.shape)
    photo = Image.fromarray(seen.clip(0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    squeezed = io.BytesIO()
    photo.save(squeezed, "JPEG", quality=60)
    return _png(Image.open(squeezed).quantize(48))


def _png(image: Image.Image) -> bytes:
    paper = io.BytesIO()
    image.save(paper, "PNG", optimize=True)
    return paper.getvalue()
