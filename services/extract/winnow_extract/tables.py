"""Long tables, known by their lines alone before anything was read. Pure."""

from collections.abc import Sequence
from typing import Final

from winnow_extract.lines import Line

LONG: Final = 6  # lines that make a table long
GAP: Final = 25  # lines of another kind inside it: a foot, a head, notes


def long_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines of tables of six rows and more: alike in their cells and not far apart."""
    tables: list[list[Line]] = []
    for line in lines:
        if not line.may_be_row or not line.shape.values:
            continue
        for table in reversed(tables[-3:]):
            last = table[-1]
            if line.index - last.index <= GAP and line.shape.apart(last.shape) <= 1:
                table.append(line)
                break
        else:
            tables.append([line])
    found = [line for table in tables if len(table) >= LONG for line in table]
    return sorted(found, key=lambda line: line.index)
