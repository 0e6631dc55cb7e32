"""Text of a Word file that is not shown: hidden, white, or too small to see."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from winnow.contracts.parsed import HiddenText
from winnow_ingest.readers.pdf_hidden import How

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{WORD}}}"
OFF: Final = ("0", "false", "off", "none")
SMALL: Final = 2  # half points
WHITE: Final = 0xF0  # of each colour; paler than this is not seen on paper


def strip_hidden(path: Path, copy: Path) -> tuple[Path, tuple[HiddenText, ...]]:
    """The file as it is shown, written to `copy` where it hides something, and what it hides."""
    from docx import Document

    document = Document(str(path))
    parts = [part.element for part in _parts(document) if hasattr(part, "element")]
    white_page = document.element.find(f"{W}background") is None
    styles = _hidden_styles(document)
    found = [
        (run, how)
        for part in parts
        for run in part.iter(f"{W}r")
        if (how := _how(run, styles, white_page=white_page)) and _text(run).strip()
    ]
    if not found:
        return path, ()
    for run, _ in found:
        run.getparent().remove(run)
    document.save(str(copy))
    return copy, tuple(HiddenText(text=_text(run), page=1, how=how) for run, how in found)


def _parts(document: Any) -> Iterator[Any]:
    """The body, and the headers, footers and notes that belong to it."""
    yield document.part
    for relation in document.part.rels.values():
        if not relation.is_external:
            yield relation.target_part


def _hidden_styles(document: Any) -> frozenset[str]:
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in document.styles.element.iter(f"{W}style")
        if _is_on(style.find(f"{W}rPr/{W}vanish"))
    )


def _how(run: Any, styles: frozenset[str], *, white_page: bool) -> How | None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return None
    vanish = properties.find(f"{W}vanish")
    style = properties.find(f"{W}rStyle")
    if _is_on(vanish):
        return "invisible"
    if vanish is None and style is not None and style.get(f"{W}val") in styles:
        return "invisible"
    size = properties.find(f"{W}sz")
    if size is not None and size.get(f"{W}val", "").isdigit() and int(size.get(f"{W}val")) <= SMALL:
        return "tiny"
    if white_page and _is_white(properties.find(f"{W}color")) and not _has_ground(run):
        return "background"
    return None


def _is_on(found: Any) -> bool:
    return found is not None and found.get(f"{W}val", "true").lower() not in OFF


def _is_white(colour: Any) -> bool:
    value = colour.get(f"{W}val", "") if colour is not None else ""
    try:
        return len(value) == 6 and all(byte >= WHITE for byte in bytes.fromhex(value))
    except ValueError:
        return False


def _has_ground(run: Any) -> bool:
    """Something may lie behind the run: a shade, a marker, a shape, or a table with a style."""
    for place in (run, *run.iterancestors()):
        for kind in ("rPr", "pPr", "tcPr", "tblPr"):
            properties = place.find(f"{W}{kind}")
            if properties is None:
                continue
            for name in ("shd", "highlight", "tblStyle", "pStyle"):
                if properties.find(f"{W}{name}") is not None:
                    return True
        if place.tag == f"{W}txbxContent":
            return True
    return False


def _text(run: Any) -> str:
    return "".join(piece.text or "" for piece in run.iter(f"{W}t"))
