"""Cells of an Excel file that are not shown: hidden sheets, rows and columns, white on white."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from winnow.contracts.parsed import HiddenText
from winnow_ingest.readers.pdf_hidden import How

NOTHING: Final = re.compile(r";;;\s*")  # a number format that shows nothing
WHITES: Final = ("FFFFFFFF", "00FFFFFF")
WHITE_THEME: Final = 0


def strip_hidden(path: Path, copy: Path) -> tuple[Path, tuple[HiddenText, ...]]:
    """The file as it is shown, written to `copy` where it hides something, and what it hides.

    A hidden row or cell is emptied, a hidden sheet too: pages keep their numbers.
    """
    from openpyxl import load_workbook

    with path.open("rb") as file:  # openpyxl goes by the name otherwise
        workbook = load_workbook(file, data_only=True)
    hidden: list[HiddenText] = []
    for page, sheet in enumerate(workbook.worksheets, start=1):
        found: list[tuple[Any, How]] = list(_cells(sheet))
        for how in dict.fromkeys(how for _, how in found):
            told = " | ".join(str(cell.value) for cell, why in found if why == how)
            hidden.append(HiddenText(text=told, page=page, how=how))
        for cell, _ in found:
            cell.value = None
    if not hidden:
        return path, ()
    workbook.active = 0
    for sheet in workbook.worksheets:
        sheet.sheet_state = "visible"
    workbook.save(copy)
    return copy, tuple(hidden)


def _cells(sheet: Any) -> Iterator[tuple[Any, How]]:
    columns = _hidden_columns(sheet)
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    away = sheet.sheet_state != "visible"
    for cell in list(sheet._cells.values()):  # noqa: SLF001  iter_rows makes those that are not
        if cell.value is None:
            continue
        if away or cell.row in rows or cell.column in columns or _shows_nothing(cell):
            yield cell, "invisible"
        elif _is_white(cell):
            yield cell, "background"


def _shows_nothing(cell: Any) -> bool:
    return NOTHING.fullmatch(cell.number_format or "") is not None


def _hidden_columns(sheet: Any) -> frozenset[int]:
    return frozenset(
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, (column.max or 0) + 1)
    )


def _is_white(cell: Any) -> bool:
    """White letters in a cell that nothing colours."""
    colour = cell.font.color if cell.has_style and cell.font else None
    if colour is None or cell.fill.fill_type is not None:
        return False
    if colour.type == "rgb":
        return colour.rgb in WHITES
    return bool(colour.type == "theme" and colour.theme == WHITE_THEME and not colour.tint)
