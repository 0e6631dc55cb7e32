"""What a PDF carries besides its pages. It is listed for the warnings and never followed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pypdfium2 import raw

from winnow.errors import RejectedError
from winnow.reasons import warn

SCRIPTS: Final = ("/JavaScript", "/Rendition")
ACTIONS: Final = ("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")
TRIGGERS: Final = ("/OpenAction", "/A", "/Next")
MOST: Final = 200_000  # objects that are looked at


def check_form(pdf: Any) -> None:
    """Raises RejectedError for a dynamic XFA form: its pages say nothing until a program runs."""
    if raw.FPDF_GetFormType(pdf.raw) == raw.FORMTYPE_XFA_FULL:
        raise RejectedError("file_active_content", "a dynamic XFA form")


def pdf_warnings(path: Path) -> tuple[str, ...]:
    """A warning for each kind of thing that the file carries."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            scripts, actions, files = _found(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RuntimeError) as error:
        return (warn("contents_unknown", type(error).__name__),)
    return (
        *(warn("embedded_not_read", name) for name in sorted(files)),
        *([warn("script_not_run")] if scripts else []),
        *([warn("action_not_followed", ", ".join(sorted(actions)))] if actions else []),
    )


def _found(pdf: Any) -> tuple[bool, set[str], set[str]]:
    """Whether there are scripts, which actions, and the names of the files inside."""
    import pikepdf

    kinds: set[str] = set()
    files: set[str] = set()
    for index, found in enumerate(pdf.objects):
        if index == MOST:
            break
        if isinstance(found, pikepdf.Dictionary):
            kinds.update(_kinds(found, depth=0))
            if "/EF" in found:
                files.add(str(found.get("/UF", found.get("/F", "without a name"))))
    actions = {kind.removeprefix("/") for kind in kinds.intersection(ACTIONS)}
    return bool(kinds.intersection(SCRIPTS)), actions, files


def _kinds(found: Any, depth: int) -> Iterator[str]:
    """The kinds of action that an object is or triggers."""
    import pikepdf

    if not isinstance(found, pikepdf.Dictionary) or depth > 3:
        return
    if isinstance(kind := found.get("/S"), pikepdf.Name):
        yield str(kind)
    if "/JS" in found:
        yield "/JavaScript"
    for name in TRIGGERS:
        yield from _kinds(found.get(name), depth + 1)
    if isinstance(more := found.get("/AA"), pikepdf.Dictionary):
        for triggered in more.values():
            yield from _kinds(triggered, depth + 1)
