"""The real type of a file, from its content."""

import re
from pathlib import Path
from typing import Final

from winnow.errors import RejectedError
from winnow_ingest import kinds
from winnow_ingest.archives import ole_kind, zip_kind
from winnow_ingest.kinds import Kind
from winnow_ingest.limits import Limits
from winnow_ingest.nesting import check_nesting
from winnow_ingest.polyglots import check_single
from winnow_ingest.text_bytes import SAMPLE, decode, is_text

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: Final = (
    (b"%PDF-", kinds.PDF),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"II*\x00", kinds.TIFF),
    (b"MM\x00*", kinds.TIFF),
    (b"II+\x00", kinds.TIFF),
    (b"GIF8", kinds.GIF),
)
FOREIGN: Final = (
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"PK\x05\x06", "an empty zip"),
    (b"PK\x07\x08", "a spanned zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x1f\x9d", "compress"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"8BPS", "Photoshop"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"OggS", "sound"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"\xffWPC", "WordPerfect"),
    (b"SQLite format 3", "SQLite"),
)
PDF_HEADER: Final = re.compile(rb"(?:^|[\r\n])%PDF-\d")
HTML_START: Final = re.compile(
    r"^(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
MAIL_HEADER: Final = re.compile(
    r"^(?:Return-Path|Received|From|To|Subject|Date|MIME-Version|Message-ID|Delivered-To|Cc|"
    r"Content-Type|Reply-To|Sender):\s*\S",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(path: Path, file_name: str, media_type: str, limits: Limits) -> Kind:
    """What the file is. Raises RejectedError where content and name disagree, or it is not read.

    A suffix that is not known, or none, claims nothing: then the content alone decides.
    """
    claim = kinds.claimed_kind(file_name, media_type)
    found = _sniff(path, claim, limits)
    if isinstance(found, Kind):
        check_single(path, found)
        if claim is not None and claim.family != found.family:
            raise RejectedError("file_mistyped", f"{found.name} content named as {claim.name}")
        return found
    check_nesting(path)
    if claim is None:
        raise RejectedError("file_unsupported", found or "the content is of no known type")
    if found is not None or claim.family == "text":
        raise RejectedError("file_mistyped", f"{found or 'binary'} content named as {claim.name}")
    raise RejectedError("file_broken", f"the content does not begin as {claim.name} does")


def _sniff(path: Path, claim: Kind | None, limits: Limits) -> Kind | str | None:
    """A kind we read, the name of one we do not, or None for content that nobody knows."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if head.startswith(ZIP):
        return zip_kind(path, claim, limits)
    if head.startswith(OLE):
        return ole_kind(path)
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return kinds.BMP
    if head[:4] == b"RIFF":
        return kinds.WEBP if head[8:12] == b"WEBP" else "sound or film"
    if head[4:8] == b"ftyp":
        heif = head[8:11] in (b"hei", b"hev", b"mif", b"msf")
        return kinds.HEIC if heif else "film"
    return _sniff_text(head, claim)


def _sniff_text(head: bytes, claim: Kind | None) -> Kind | str | None:
    text = is_text(head)
    if (claim is kinds.PDF or not text) and PDF_HEADER.search(head[:1024]):
        return kinds.PDF
    for signature, name in FOREIGN:
        if head.startswith(signature):
            return name
    if not text:
        return None
    if claim is not None and claim.family == "text" and claim is not kinds.TEXT:
        return claim
    return text_kind(decode(head))


def text_kind(text: str) -> Kind:
    """HTML and mail by their beginning; all else is plain text."""
    if HTML_START.match(text[:4096]):
        return kinds.HTML
    header = text.lstrip("\r\n").split("\n\n", 1)[0].split("\r\n\r\n", 1)[0]
    names = {found.split(":")[0].lower() for found in MAIL_HEADER.findall(header)}
    if len(names) >= 3 and {"from", "mime-version", "message-id", "received"} & names:
        return kinds.EML
    return kinds.TEXT
