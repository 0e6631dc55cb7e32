"""Invoices: head, lines, totals and terms, or told in sentences."""

import random
import re
from typing import Any

from winnow.tuning.generating.bill_head import head, vat
from winnow.tuning.generating.bill_lines import ending, lines, totals
from winnow.tuning.generating.billing import Bill, draw_bill
from winnow.tuning.generating.paper import Paper, Row, Span, row
from winnow.tuning.generating.places import place_for


def draw_invoice(rng: random.Random) -> Paper:
    """One invoice with its truth under the recipe `invoice`."""
    bill = draw_bill(rng, place_for(rng))
    marked = rng.random() < 0.93
    if rng.random() < 0.1:
        top, layout = _sentence(rng, bill), "told"
    else:
        top, layout = head(rng, bill)
    if rng.random() < 0.25:
        top.append(row(str(rng.choice(bill.place.bill["greeting"]))))
    rows = [*top, *lines(rng, bill), *totals(rng, bill, marked), *ending(rng, bill)]
    if layout == "told" and bill.vat_id:
        rows += vat(rng, bill)
    traits = {
        "language": bill.place.language,
        "country": bill.place.country,
        "layout": layout,
        "kind": "credit" if bill.credit else "reverse" if bill.reverse else "plain",
    }
    return Paper("invoice", tuple(one for one in rows if one), _gold(bill, rows), traits).settled()


def _sentence(rng: random.Random, bill: Bill) -> list[Row]:
    place = bill.place
    told = {
        "number": Span(bill.number, "/invoice_number"),
        "issued": Span(place.day(bill.issued, rng.choice(place.dates)), "/issue_date"),
        "seller": Span(bill.seller, "/seller_name"),
        "buyer": Span(bill.buyer, "/buyer_name"),
    }
    parts = re.split(r"\{(\w+)\}", str(rng.choice(place.bill["says"])))
    spans = (told[part] if at % 2 else Span(part) for at, part in enumerate(parts))
    return [(tuple(span for span in spans if span.text),)]


def _gold(bill: Bill, rows: list[Row]) -> dict[str, Any]:
    fields = {span.field for line in rows for one in line for span in one}
    return {
        "invoice_number": bill.number,
        "issue_date": bill.issued.isoformat(),
        "currency": bill.place.currency if "/currency" in fields else None,
        "seller_name": bill.seller,
        "seller_vat_id": None,
        "buyer_name": bill.buyer,
        "line_total": float(bill.net),
        "tax_basis_total": float(bill.basis),
        "tax_total": float(bill.tax),
        "grand_total": float(bill.gross),
        "due_payable": float(bill.due),
        "line_items": [
            {"name": None, "quantity": float(line.quantity), "unit": None,
             "net_price": float(line.price), "line_total": float(line.total)}
            for line in bill.lines
        ],
    }  # fmt: skip
