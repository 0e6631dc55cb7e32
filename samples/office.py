"""Documents without pages: DOCX, XLSX, HTML, mail, Markdown."""

import io
import re
import zipfile
from email.message import EmailMessage
from html import escape

import docx
import openpyxl
from openpyxl.styles import Font

from samples.contracts import Contract
from samples.invoices import Invoice
from samples.receipts import Receipt
from samples.wording import Wording

LONG_AGO = (2026, 1, 1, 0, 0, 0)


def contract_docx(contract: Contract) -> bytes:
    document = docx.Document()
    for at, paragraph in enumerate(contract.paragraphs):
        if paragraph.startswith("# "):
            document.add_heading(paragraph[2:], level=1 if at else 0)
        else:
            document.add_paragraph(paragraph)
    return _saved(document)


def contract_markdown(contract: Contract) -> bytes:
    title, *rest = contract.paragraphs
    deeper = [re.sub("^# ", "## ", paragraph) for paragraph in rest]
    return ("\n\n".join([title, *deeper]) + "\n").encode()


def invoice_docx(invoice: Invoice, wording: Wording) -> bytes:
    document = docx.Document()
    document.add_heading(invoice.seller[0], level=0)
    document.add_paragraph(" · ".join(invoice.seller[1:]))
    document.add_paragraph(f"{wording.title} {invoice.number}")
    document.add_paragraph(f"{wording.issued}: {wording.date(invoice.issued)}")
    document.add_paragraph(f"{wording.buyer}:\n" + "\n".join(invoice.buyer))
    table = document.add_table(rows=0, cols=5, style="Table Grid")
    for row in (wording.heads, *(wording.row(line) for line in invoice.lines)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for label, amount in wording.totals(invoice):
        document.add_paragraph(f"{label}: {amount}")
    if invoice.vat_id:
        document.add_paragraph(f"{wording.vat_id} {invoice.vat_id}")
    return _saved(document)


def invoice_xlsx(invoice: Invoice, wording: Wording) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = wording.title
    for text in (*invoice.seller, f"{wording.vat_id} {invoice.vat_id}", None):
        sheet.append([text])
    sheet.append([wording.number, invoice.number])
    sheet.append([wording.issued, wording.date(invoice.issued)])
    sheet.append([wording.buyer, ", ".join(invoice.buyer)])
    sheet.append([])
    sheet.append(wording.heads)
    for line in invoice.lines:
        numbers = (float(line.price), float(line.total))
        sheet.append([line.name, float(line.quantity), line.unit, *numbers])
    sheet.append([])
    for label, amount in wording.totals(invoice):
        sheet.append([label, None, None, None, float(amount.replace(",", ""))])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 34
    return _saved(book)


def invoice_html(invoice: Invoice, wording: Wording) -> bytes:
    rows = "".join(_row("td", wording.row(line)) for line in invoice.lines)
    totals = "".join(
        f"<p>{escape(label)}: {amount}</p>" for label, amount in wording.totals(invoice)
    )
    return _page(
        f"{wording.title} {invoice.number}",
        f"<h1>{escape(invoice.seller[0])}</h1><p>{escape(', '.join(invoice.seller[1:]))}</p>"
        f"<h2>{wording.title}</h2><p>{wording.number}: {escape(invoice.number)}</p>"
        f"<p>{wording.issued}: {wording.date(invoice.issued)}</p>"
        f"<p>{wording.buyer}: {escape(', '.join(invoice.buyer))}</p>"
        f"<table>{_row('th', wording.heads)}{rows}</table>{totals}",
    )


def receipt_html(receipt: Receipt) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in receipt.text.splitlines() if line.strip())
    return _page(receipt.company, body)


def receipt_mail(receipt: Receipt) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Lantern Lane Books <shop@lanternlane.example>"
    mail["To"] = "I. Marchetti <i.marchetti@mail.example>"
    mail["Date"] = "Tue, 02 Jun 2026 10:31:00 +1000"
    mail["Subject"] = "Your receipt LL-70915"
    mail["Message-ID"] = "<ll-70915@lanternlane.example>"
    mail.set_content(receipt.text)
    return mail.as_bytes()


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>\n"


def _page(title: str, body: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f"<!doctype html>\n<html><head>{head}</head>\n<body>{body}</body></html>\n".encode()


def _saved(document: object) -> bytes:
    """The zip file with fixed times, so that the same document has the same bytes."""
    paper, fixed = io.BytesIO(), io.BytesIO()
    document.save(paper)  # type: ignore[attr-defined]
    with zipfile.ZipFile(paper) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
