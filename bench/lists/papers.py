"""A list of goods as a file: ruled, borderless, broken over pages, wrapped, plain, delimited."""

import textwrap
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from bench.lists.truth import GoodsList

HEAD = ("Tag", "Description", "Quantity", "Price", "Amount")
PER_PAGE = 45
CLOSING = "Please check the goods on arrival. Claims must be made in writing within ten days."


class Layout(NamedTuple):
    """How a list is printed, and what its rows are like."""

    suffix: str
    media_type: str
    draw: Callable[[GoodsList], bytes]
    long_names: bool = False
    narrow: bool = False


def money(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def cells(row: dict[str, Any]) -> list[str]:
    quantity = "" if row["quantity"] is None else str(row["quantity"])
    return [row["tag"], row["name"], quantity, money(row["price"]), money(row["amount"])]


def ruled(goods: GoodsList) -> bytes:
    """A PDF table with lines around its cells and its head on every page."""
    return _table_pdf(goods, [("GRID", (0, 0), (-1, -1), 0.4, "black")])


def wrapped(goods: GoodsList) -> bytes:
    """The same without lines; long names run over two or three lines."""
    return _table_pdf(goods, [("VALIGN", (0, 0), (-1, -1), "TOP")], width=150)


def borderless(goods: GoodsList) -> bytes:
    """A PDF in columns, with no head on the pages that carry it on."""
    return _canvas_pdf(goods, carry=False)


def carried(goods: GoodsList) -> bytes:
    """A PDF with head, foot, page number and the sum carried from page to page."""
    return _canvas_pdf(goods, carry=True)


def plain(goods: GoodsList) -> bytes:
    """Text in columns of fixed width, the head again every so many lines."""
    lines = [f"GOODS LIST {goods.number}", "Brook & Sons Ltd, 12 Mill Lane", ""]
    for at, row in enumerate(goods.rows):
        if at % PER_PAGE == 0:
            lines += ["", f"{HEAD[0]:<12}{HEAD[1]:<32}{HEAD[2]:>9}{HEAD[3]:>12}{HEAD[4]:>14}", ""]
        one = cells(row)
        lines.append(f"{one[0]:<12}{one[1]:<32}{one[2]:>9}{one[3]:>12}{one[4]:>14}")
    lines += ["", f"{'Total':<44}{money(goods.total):>35}", "", CLOSING]
    return "\n".join(lines).encode()


def narrow(goods: GoodsList) -> bytes:
    """Text with two columns: what it is, and the amount."""
    lines = [f"GOODS LIST {goods.number}", ""]
    lines += [f"{row['tag']} {row['name']:<40}{money(row['amount']):>14}" for row in goods.rows]
    lines += [f"{'Total':<48}{money(goods.total):>14}", "", CLOSING]
    return "\n".join(lines).encode()


def delimited(goods: GoodsList) -> bytes:
    rows = [HEAD, *(cells(row) for row in goods.rows)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def _table_pdf(goods: GoodsList, style: list[tuple[Any, ...]], width: float = 230) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    sheet = getSampleStyleSheet()
    rows = [list(HEAD)]
    for row in goods.rows:
        one = cells(row)
        rows.append([one[0], "\n".join(textwrap.wrap(one[1], int(width / 5))), *one[2:]])
    rows.append(["Total", "", "", "", money(goods.total)])
    table = Table(rows, colWidths=[70, width, 55, 65, 75], repeatRows=1, style=style)
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(
        [
            Paragraph(f"Goods list {goods.number}", sheet["Title"]),
            Paragraph("Brook and Sons Ltd, 12 Mill Lane, Hexham", sheet["Normal"]),
            table,
            Paragraph(CLOSING, sheet["Normal"]),
        ]
    )
    return out.getvalue()


def _canvas_pdf(goods: GoodsList, *, carry: bool) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    pages = [goods.rows[at : at + PER_PAGE] for at in range(0, len(goods.rows), PER_PAGE)]
    total = 0.0
    for number, rows in enumerate(pages, start=1):
        canvas.setFont("Helvetica", 9)
        y = iter(range(800, 20, -14))
        if number == 1 or carry:
            canvas.drawString(50, next(y), f"Goods list {goods.number}, Brook and Sons Ltd")
            _row(canvas, next(y), HEAD)
        if carry and number > 1:
            _row(canvas, next(y), ("", "Brought forward", "", "", money(total)))
        for row in rows:
            _row(canvas, next(y), cells(row))
        total = round(total + sum(row["amount"] for row in rows), 2)
        for words in _foot(carry, number, len(pages)):
            _row(canvas, next(y), ("", words, "", "", money(total)))
        if carry:
            canvas.drawString(270, 30, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _foot(carry: bool, number: int, pages: int) -> Iterator[str]:
    if number == pages:
        yield "Grand total"
    elif carry:
        yield "Carried forward"


def _row(canvas: Any, y: float, row: tuple[str, ...] | list[str]) -> None:
    canvas.drawString(50, y, row[0])
    canvas.drawString(120, y, row[1])
    for x, cell in zip((385, 455, 540), row[2:], strict=True):
        canvas.drawRightString(x, y, cell)


PDF = "application/pdf"
LAYOUTS = {
    "ruled": Layout(".pdf", PDF, ruled),
    "borderless": Layout(".pdf", PDF, borderless),
    "carried": Layout(".pdf", PDF, carried),
    "wrapped": Layout(".pdf", PDF, wrapped, long_names=True),
    "plain": Layout(".txt", "text/plain", plain),
    "narrow": Layout(".txt", "text/plain", narrow, narrow=True),
    "delimited": Layout(".csv", "text/csv", delimited),
}
