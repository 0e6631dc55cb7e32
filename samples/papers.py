"""PDF pages with text."""

import io

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from samples.contracts import Contract
from samples.invoices import Invoice
from samples.wording import Wording

STYLES = getSampleStyleSheet()
TEXT = ParagraphStyle(
    "text", parent=STYLES["BodyText"], fontName="Times-Roman", fontSize=11, leading=15
)
RIGHT = ParagraphStyle("right", parent=STYLES["BodyText"], alignment=TA_RIGHT)


def draw_invoice(invoice: Invoice, wording: Wording, *, letter: bool = False) -> bytes:
    """One page; `letter` puts the buyer into an envelope's window and the data at the right."""
    body = _letter_head(invoice, wording) if letter else _plain_head(invoice, wording)
    body += [
        Spacer(1, 8 * mm),
        _lines(invoice, wording),
        Spacer(1, 4 * mm),
        _totals(invoice, wording),
    ]
    if invoice.vat_id and letter:
        body.append(Paragraph(f"{wording.vat_id} {invoice.vat_id}", STYLES["BodyText"]))
    return _built(body)


def _plain_head(invoice: Invoice, wording: Wording) -> list[Flowable]:
    seller = [Paragraph(f"<b>{_safe(invoice.seller[0])}</b>", STYLES["Heading2"])]
    seller += [Paragraph(_safe(line), STYLES["BodyText"]) for line in invoice.seller[1:]]
    if invoice.vat_id:
        seller.append(Paragraph(f"{wording.vat_id}: {invoice.vat_id}", STYLES["BodyText"]))
    meta = [
        Paragraph(wording.title, STYLES["Title"]),
        Paragraph(f"{wording.number}: {invoice.number}", RIGHT),
        Paragraph(f"{wording.issued}: {wording.date(invoice.issued)}", RIGHT),
    ]
    buyer = [Paragraph(f"<b>{wording.buyer}</b>", STYLES["BodyText"])]
    buyer += [Paragraph(_safe(line), STYLES["BodyText"]) for line in invoice.buyer]
    return [Table([[seller, meta]], colWidths=[95 * mm, 75 * mm]), Spacer(1, 6 * mm), *buyer]


def _letter_head(invoice: Invoice, wording: Wording) -> list[Flowable]:
    sender = Paragraph(
        f"<font size=7>{_safe(' · '.join(invoice.seller))}</font>", STYLES["BodyText"]
    )
    window = [sender, *(Paragraph(_safe(line), STYLES["BodyText"]) for line in invoice.buyer)]
    meta = [
        Paragraph(f"{wording.number} {invoice.number}", RIGHT),
        Paragraph(f"{wording.issued} {wording.date(invoice.issued)}", RIGHT),
    ]
    return [
        Paragraph(f"<b>{_safe(invoice.seller[0])}</b>", RIGHT),
        Spacer(1, 20 * mm),
        Table([[window, meta]], colWidths=[95 * mm, 75 * mm]),
        Spacer(1, 8 * mm),
        Paragraph(wording.title, STYLES["Heading1"]),
    ]


def _lines(invoice: Invoice, wording: Wording) -> Table:
    table = Table(
        [wording.heads, *(wording.row(line) for line in invoice.lines)],
        colWidths=[70 * mm, 20 * mm, 22 * mm, 28 * mm, 30 * mm],
        hAlign="LEFT",
    )
    table.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
            ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
            ("ALIGN", (3, 0), (-1, -1), "RIGHT"),
        ]
    )
    return table


def _totals(invoice: Invoice, wording: Wording) -> Table:
    table = Table(wording.totals(invoice), colWidths=[50 * mm, 30 * mm], hAlign="RIGHT")
    table.setStyle(
        [("ALIGN", (1, 0), (1, -1), "RIGHT"), ("FONTNAME", (0, -1), (-1, -1), "Helvetica-Bold")]
    )
    return table


def draw_contract(contract: Contract) -> bytes:
    """As many pages as it takes, numbered at the foot."""
    body: list[Flowable] = []
    for paragraph in contract.paragraphs:
        style = STYLES["Heading2"] if paragraph.startswith("# ") else TEXT
        body.append(Paragraph(_safe(paragraph.removeprefix("# ")), style))
    return _built(body)


def draw_slip(text: str, *, size: float = 10, margin: float = 14) -> bytes:
    """A narrow page in a typewriter's letters, as long as the text."""
    lines = text.splitlines()
    leading = size * 1.35
    width = max(map(len, lines)) * size * 0.6 + 2 * margin
    height = len(lines) * leading + 2 * margin
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=(width, height), invariant=1)
    canvas.setFont("Courier", size)
    for at, line in enumerate(lines):
        canvas.drawString(margin, height - margin - size - at * leading, line)
    canvas.save()
    return paper.getvalue()


def _built(body: list[Flowable]) -> bytes:
    paper = io.BytesIO()
    edges = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 20 * mm)
    document = SimpleDocTemplate(paper, pagesize=A4, invariant=1, **edges)
    document.build(body, onFirstPage=_number, onLaterPages=_number)
    return paper.getvalue()


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, str(document.page))


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
