"""Tables as text that keeps rows and cells apart."""

from collections.abc import Iterable, Sequence
from html import escape

from winnow_ingest.drafts import Block


def table_text(html: str) -> str:
    """Rows by line, cells joined by " | "; rows without any text are left out."""
    from lxml import html as markup  # type: ignore[import-untyped]

    root = markup.fragment_fromstring(html, create_parent="div")
    rows = (
        [" ".join(cell.text_content().split()) for cell in row.xpath("./td|./th")]
        for row in root.xpath(".//tr[not(ancestor::td) and not(ancestor::th)]")
    )
    return "\n".join(_lines(rows)) or " ".join(root.text_content().split())


def table_block(rows: Sequence[Sequence[str]], page: int = 1) -> Block:
    """A table of cells as a block with text and HTML."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    html = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in cells
        if any(row)
    )
    return Block("\n".join(_lines(cells)), "Table", page, html=f"<table>{html}</table>")


def _lines(rows: Iterable[Sequence[str]]) -> list[str]:
    return [" | ".join(_trimmed(row)) for row in rows if any(row)]


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at its end."""
    last = max(index for index, cell in enumerate(row) if cell)
    return row[: last + 1]
