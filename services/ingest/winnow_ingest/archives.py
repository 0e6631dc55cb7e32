"""What is inside zip and OLE files, and whether it may be unpacked."""

import zipfile
from pathlib import Path
from typing import Final

from winnow.errors import RejectedError
from winnow_ingest import kinds
from winnow_ingest.kinds import Kind
from winnow_ingest.limits import Limits

MEMBERS: Final = 20_000
RATIO: Final = 150  # XML of dull sheets packs to a hundredth
HARMLESS: Final = 16 * 1024 * 1024  # bytes that may unpack at any ratio
OFFICE: Final = (
    ("word/document", kinds.DOCX),
    ("ppt/presentation", kinds.PPTX),
    ("xl/workbook.xml", kinds.XLSX),
)
OFFICE_FAMILIES: Final = {kind.family for _, kind in OFFICE}


def zip_kind(path: Path, claim: Kind | None, limits: Limits) -> Kind | str:
    """The Office kind of a zip, or "zip". Raises RejectedError for a bomb or a locked one."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        if claim is not None and claim.family in OFFICE_FAMILIES:
            raise RejectedError("file_broken", f"zip: {error}") from error
        return "zip"
    _check_unpacked(members, limits)
    return _office_kind(members) or "zip"


def _office_kind(members: list[zipfile.ZipInfo]) -> Kind | None:
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names:
        return None
    for start, kind in OFFICE:
        if any(name.startswith(start) and name.endswith(".xml") for name in names):
            return kind
    return None


def _check_unpacked(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Declared sizes are the most that a zip costs: Python reads no member beyond its own."""
    if any(member.flag_bits & 1 for member in members):
        raise RejectedError("file_encrypted", "members of the zip are encrypted")
    if len(members) > MEMBERS:
        raise RejectedError("file_bomb", f"{len(members)} members in the zip")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.unpacked or unpacked > max(HARMLESS, RATIO * packed):
        raise RejectedError("file_bomb", f"{packed} bytes unpack to {unpacked}")


def ole_kind(path: Path) -> Kind | str:
    """The kind of an OLE file, or the name of one that is not read."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(path) as ole:
            names = {"/".join(entry).lower() for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise RejectedError("file_broken", f"OLE: {error}") from error
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise RejectedError("file_encrypted", "the Office file is protected by a password")
    if "__properties_version1.0" in names:
        return kinds.MSG
    if "workbook" in names or "book" in names:
        return kinds.XLS
    if "worddocument" in names:
        return "legacy Word"
    return "legacy PowerPoint" if "powerpoint document" in names else "OLE"
