"""What an Office file carries besides its text: listed for the warnings, never followed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from winnow.reasons import warn

LINK: Final = "/hyperlink"  # a link to click on is text
MACROS: Final = re.compile(r"(?:^|/)(?:vbaProject\.bin$|macrosheets/)", re.IGNORECASE)
CONTROLS: Final = re.compile(r"(?:^|/)activeX/", re.IGNORECASE)
EMBEDDED: Final = re.compile(r"(?:^|/)embeddings/[^/]+$|oleObject\d*\.bin$", re.IGNORECASE)
MAIN: Final = re.compile(r"^(?:word/document|xl/externalLinks/[^/]+)\.xml$", re.IGNORECASE)
DDE: Final = re.compile(rb"\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b")
OLE_MACROS: Final = frozenset({"_vba_project", "macros", "_vba_project_cur"})
OLE_EMBEDDED: Final = re.compile(r"^(?:mbd[0-9a-f]{8}|objectpool)$")


def zip_warnings(path: Path) -> tuple[str, ...]:
    """Of a .docx, .pptx or .xlsx with any ending."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        embedded = sorted({name for name in names if EMBEDDED.search(name)})
        external = sorted({kind for name in names for kind in _external(archive, name)})
        dde = any(DDE.search(archive.read(name)) for name in names if MAIN.match(name))
    return (
        *(warn("embedded_not_read", name) for name in embedded),
        *([warn("macro_not_run")] if any(MACROS.search(name) for name in names) else []),
        *([warn("script_not_run", "ActiveX")] if any(map(CONTROLS.search, names)) else []),
        *([warn("external_not_followed", ", ".join(external))] if external else []),
        *([warn("action_not_followed", "DDE")] if dde else []),
    )


def ole_warnings(path: Path) -> tuple[str, ...]:
    """Of an .xls."""
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(path) as ole:
        names = {part.lower() for entry in ole.listdir(storages=True) for part in entry}
    embedded = sorted(name for name in names if OLE_EMBEDDED.match(name))
    return (
        *(warn("embedded_not_read", name) for name in embedded),
        *([warn("macro_not_run")] if names & OLE_MACROS else []),
    )


def _external(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The kinds of thing that a part takes in from elsewhere, such as template or image."""
    if not name.endswith(".rels"):
        return
    root = parsed(archive.read(name))
    for relation in root.iter("{*}Relationship"):
        kind = relation.get("Type", "")
        if relation.get("TargetMode") == "External" and not kind.endswith(LINK):
            yield kind.rsplit("/", 1)[-1] or "unknown"


def parsed(data: bytes) -> Any:
    """XML with no entity resolved and nothing fetched."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)
