"""How many pages files have, as far as that can be told without reading them."""

from pathlib import Path
from typing import Final

PICTURES: Final = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif"}
TEXTS: Final = {".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".xml", ".json", ".eml"}
SHEET: Final = 3000  # characters of a plain text that are a page


def pages_of(path: Path) -> int | None:
    """The pages; None of a kind that must be read to be told, such as DOCX."""
    kind = path.suffix.lower()
    if kind in PICTURES:
        return 1
    if kind in TEXTS:
        return max(1, round(path.stat().st_size / SHEET))
    return _pdf_pages(path) if kind == ".pdf" else None


def _pdf_pages(path: Path) -> int | None:
    """None where the PDF is broken, or where nothing is installed that opens it."""
    try:
        import pypdfium2
    except ImportError:
        return None
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return max(1, len(pdf))
    except (pypdfium2.PdfiumError, OSError):
        return None
