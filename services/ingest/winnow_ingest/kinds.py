"""The types of file that are read, and what a name or media type claims."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file. Kinds of one family pass for each other: the content decides."""

    name: str
    family: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]

    @property
    def media_type(self) -> str:
        return self.media_types[0]


OFFICE = "application/vnd.openxmlformats-officedocument."

PDF = Kind("pdf", "pdf", ("application/pdf", "application/x-pdf"), (".pdf",))
PNG = Kind("png", "picture", ("image/png",), (".png",))
JPEG = Kind("jpeg", "picture", ("image/jpeg", "image/jpg"), (".jpg", ".jpeg", ".jfif"))
TIFF = Kind("tiff", "picture", ("image/tiff",), (".tif", ".tiff"))
BMP = Kind("bmp", "picture", ("image/bmp", "image/x-ms-bmp"), (".bmp",))
GIF = Kind("gif", "picture", ("image/gif",), (".gif",))
WEBP = Kind("webp", "picture", ("image/webp",), (".webp",))
HEIC = Kind("heic", "picture", ("image/heic", "image/heif"), (".heic", ".heif"))
DOCX = Kind(
    "docx", "word", (f"{OFFICE}wordprocessingml.document",), (".docx", ".docm", ".dotx", ".dotm")
)
PPTX = Kind(
    "pptx",
    "slides",
    (f"{OFFICE}presentationml.presentation",),
    (".pptx", ".pptm", ".potx", ".ppsx"),
)
XLSX = Kind(
    "xlsx", "sheets", (f"{OFFICE}spreadsheetml.sheet",), (".xlsx", ".xlsm", ".xltx", ".xltm")
)
XLS = Kind("xls", "sheets", ("application/vnd.ms-excel",), (".xls",))
MSG = Kind("msg", "outlook", ("application/vnd.ms-outlook",), (".msg",))
HTML = Kind("html", "text", ("text/html", "application/xhtml+xml"), (".html", ".htm", ".xhtml"))
EML = Kind("eml", "text", ("message/rfc822",), (".eml",))
MARKDOWN = Kind("markdown", "text", ("text/markdown",), (".md", ".markdown"))
CSV = Kind("csv", "text", ("text/csv",), (".csv",))
TSV = Kind("tsv", "text", ("text/tab-separated-values",), (".tsv", ".tab"))
TEXT = Kind("text", "text", ("text/plain",), (".txt", ".text", ".log"))

KINDS = (
    *(PDF, PNG, JPEG, TIFF, BMP, GIF, WEBP, HEIC),
    *(DOCX, PPTX, XLSX, XLS, MSG),
    *(HTML, EML, MARKDOWN, CSV, TSV, TEXT),
)
BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
BY_MEDIA_TYPE = {media_type: kind for kind in KINDS for media_type in kind.media_types}


def claimed_kind(file_name: str, media_type: str) -> Kind | None:
    """The kind that the name claims; where its suffix says nothing, that of the media type."""
    suffix = PurePath(file_name.lower()).suffix
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    if suffix:  # some other type: what matters is the content
        return None
    return BY_MEDIA_TYPE.get(media_type.split(";", maxsplit=1)[0].strip().lower())
