"""Archives in archives. None of them is read; the reason says which of them is a trap."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from winnow.errors import RejectedError

DEEPEST: Final = 2  # an archive, and archives in it
LARGEST: Final = 16 * 1024 * 1024  # bytes; larger members are not opened
MEMBERS: Final = 100  # archives of a level that are opened
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
START: Final = 64 * 1024


def check_nesting(path: Path) -> None:
    """Raises RejectedError for zip or gzip files that nest deeper than anybody packs them."""
    with path.open("rb") as file:
        head = file.read(START)
    if head.startswith(GZIP) and _layers(head) > DEEPEST:
        raise RejectedError("file_recursive", f"gzip in gzip, more than {DEEPEST} deep")
    if head.startswith(ZIP):
        with path.open("rb") as file:
            _descend(file, depth=1)


def _layers(data: bytes) -> int:
    """How many times the beginning is packed by gzip."""
    layers = 0
    while data.startswith(GZIP) and layers <= DEEPEST:
        layers += 1
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, START)
        except zlib.error:
            break
    return layers


def _descend(file: IO[bytes], depth: int) -> None:
    if depth > DEEPEST:
        raise RejectedError("file_recursive", f"zip in zip, more than {DEEPEST} deep")
    try:
        with zipfile.ZipFile(file) as archive:
            inner = [one for one in archive.infolist() if _is_openable(one)][:MEMBERS]
            for member in inner:
                with archive.open(member) as packed:
                    data = packed.read(LARGEST)
                if data.startswith(ZIP):
                    _descend(BytesIO(data), depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, zlib.error):
        return  # what does not open is no trap


def _is_openable(member: zipfile.ZipInfo) -> bool:
    small = 0 < member.file_size <= LARGEST and member.compress_size <= LARGEST
    return small and not member.flag_bits & 1 and member.filename.lower().endswith(".zip")
