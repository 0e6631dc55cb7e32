"""Files of two types at once: one program sees a picture, another a script or a PDF.

What is checked here and what is read elsewhere may then be two documents, so they are refused.
The tricks are those that Albertini collects (https://github.com/corkami/mitra).
"""

import mmap
import re
import struct
from pathlib import Path
from typing import Final

from winnow.errors import RejectedError
from winnow_ingest import kinds
from winnow_ingest.kinds import Kind

HEAD: Final = 1024  # bytes in which PDF readers look for the header
TAIL: Final = 2048
ZIP_END: Final = b"PK\x05\x06"
ZIP_END_SIZE: Final = 22
ZIP_COMMENT: Final = 65_535
PDF_HEADER: Final = re.compile(rb"%PDF-\d\.\d")
PDF_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")
MARKUP: Final = re.compile(rb"<script[\s>]|<!doctype\s+html|<html[\s>]|<\?php\s", re.IGNORECASE)
GIF_SCRIPT: Final = re.compile(rb"GIF8[79]a(?:/\*|=[\x20-\x7e])")  # a comment, or an assignment
ZIPS: Final = (kinds.DOCX, kinds.PPTX, kinds.XLSX)


def check_single(path: Path, kind: Kind) -> None:
    """Raises RejectedError where a file of this kind is one of another kind as well."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head, tail = data[:HEAD], data[-TAIL:]
        if kind is not kinds.PDF and PDF_HEADER.search(head) and PDF_END.search(tail):
            raise _refusal(kind, "PDF")
        if kind not in ZIPS and _ends_as_zip(data):
            raise _refusal(kind, "zip")
        if kind.family == "picture" and (GIF_SCRIPT.match(head) or MARKUP.search(data)):
            raise _refusal(kind, "script or HTML")
        if kind is kinds.PDF and MARKUP.search(head[: _before_header(head)]):
            raise _refusal(kind, "HTML")


def _refusal(kind: Kind, other: str) -> RejectedError:
    return RejectedError("file_polyglot", f"{kind.name} and {other} at once")


def _before_header(head: bytes) -> int:
    found = PDF_HEADER.search(head)
    return found.start() if found else 0


def _ends_as_zip(data: mmap.mmap) -> bool:
    """An end record whose comment ends where the file ends, and a directory before it.

    A zip that lies somewhere inside, like an attachment of a PDF, does not end so.
    """
    end = data.rfind(ZIP_END, max(0, len(data) - ZIP_COMMENT - ZIP_END_SIZE))
    if end < 0 or len(data) - end < ZIP_END_SIZE:
        return False
    members, size, _, comment = struct.unpack("<HIIH", data[end + 10 : end + ZIP_END_SIZE])
    if end + ZIP_END_SIZE + comment != len(data) or not members:
        return False
    return bool(size <= end and data[end - size : end - size + 4] == b"PK\x01\x02")
