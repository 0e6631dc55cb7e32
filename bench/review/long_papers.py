"""An invoice whose table runs over pages, and a scan of many pages."""

from typing import Any, Final

from bench.review.drawing import PageDrawing
from bench.review.paper import SURE, Paper, Reading

ROWS_A_PAGE: Final = 34
SCAN: Final = (1240, 1754)  # pixels: A4 at 150 dpi


def invoice(rows: int = 300) -> Paper:
    """An invoice with this many lines, of which one in the middle is in doubt."""
    lines = [_line(number) for number in range(1, rows + 1)]
    total = round(sum(line["line_total"] for line in lines), 2)
    tax = round(total * 0.2, 2)
    data = {
        "invoice_number": "FN-88217",
        "issue_date": "2026-05-09",
        "currency": "EUR",
        "seller_name": "Ferndale Fasteners Ltd",
        "seller_vat_id": "IE6388047V",
        "buyer_name": "Marrow Lane Works",
        "line_total": total,
        "tax_basis_total": total,
        "tax_total": tax,
        "grand_total": round(total + tax, 2),
        "due_payable": round(total + tax, 2),
        "line_items": lines,
    }
    readings = {"/buyer_name": Reading(confidence=0.71), **_cells(lines, doubtful=rows // 2)}
    pages = _invoice_pages(data, lines)
    return Paper("invoice-FN-88217.pdf", "invoice", data, pages=pages, readings=readings)


def _line(number: int) -> dict[str, Any]:
    quantity, price = float(number % 9 + 1), round(1 + number * 0.07, 2)
    return {
        "name": f"Hex bolt M{number}",
        "quantity": quantity,
        "unit": "pcs",
        "net_price": price,
        "line_total": round(quantity * price, 2),
    }


def _cells(lines: list[dict[str, Any]], doubtful: int) -> dict[str, Reading]:
    """Where each cell stands: behind its row's name."""
    found = {}
    for index, line in enumerate(lines):
        at, name = f"/line_items/{index}", line["name"]
        sure = 0.55 if index == doubtful else SURE
        found[f"{at}/quantity"] = Reading(f"{line['quantity']:.0f}", name, sure)
        found[f"{at}/unit"] = Reading("pcs", name)
        found[f"{at}/net_price"] = Reading(f"{line['net_price']:.2f}", name)
        found[f"{at}/line_total"] = Reading(f"{line['line_total']:.2f}", name)
    return found


def _invoice_pages(data: dict[str, Any], lines: list[dict[str, Any]]) -> tuple[PageDrawing, ...]:
    first = PageDrawing(1)
    first.write(data["seller_name"], 20)
    first.write(f"VAT {data['seller_vat_id']}")
    first.write(f"Bill to: {data['buyer_name']}")
    first.write(f"INVOICE {data['invoice_number']}   Date: {data['issue_date']}", 16)
    pages = [first]
    for start in range(0, len(lines), ROWS_A_PAGE):
        page = PageDrawing(len(pages) + 1)
        for line in lines[start : start + ROWS_A_PAGE]:
            row = (line["name"], f"{line['quantity']:.0f} pcs", f"{line['net_price']:.2f}")
            page.write(f"{'   '.join(row)}   {line['line_total']:.2f}")
        pages.append(page)
    last = pages[-1]
    last.write(f"Net {data['line_total']:.2f} EUR   VAT 20% {data['tax_total']:.2f}")
    last.write(f"Total {data['grand_total']:.2f}", 16)
    return tuple(pages)


def scan(pages: int = 60) -> Paper:
    """A scanned contract; what it says stands on its first, its middle and its last page."""
    drawn = [PageDrawing(number, *SCAN) for number in range(1, pages + 1)]
    said = {
        0: "This lease begins on 2026-04-01 between Alder Estates plc and Juniper Bakery Ltd.",
        pages // 2: "The term of this lease is 10 years.",
        pages - 1: "It is governed by the law of Ireland.",
    }
    for index, page in enumerate(drawn):
        page.write(f"Lease, page {page.number}", 30, 0.95)
        page.write(said.get(index, "Nothing on this page was asked for."), 24, 0.88)
        for clause in range(1, 20):
            page.write(f"{page.number}.{clause} The tenant keeps the premises in order.", 24, 0.9)
        page.speckle(3000)
    data = {
        "effective_date": "2026-04-01",
        "jurisdiction": "Ireland",
        "term": "10 years",
        "party": ["Alder Estates plc", "Juniper Bakery Ltd"],
    }
    readings = {
        "/jurisdiction": Reading(confidence=0.6, quote="Ireland.", signals={"ocr_confidence": 0.7}),
        "/term": Reading(confidence=0.66, quote="10 years."),
    }
    return Paper("lease.tiff", "contract", data, pages=tuple(drawn), readings=readings)
