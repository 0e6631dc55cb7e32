"""Makes the sample documents and their truth: `python -m samples.make` from the repository's root.

The same code makes the same bytes; what it makes is committed, so nobody needs to run it.
"""

import json
from pathlib import Path
from typing import Any

from samples import contracts, invoices, receipts
from samples.agreement import write_agreement
from samples.office import (
    contract_docx,
    contract_markdown,
    invoice_docx,
    invoice_html,
    invoice_xlsx,
    receipt_html,
    receipt_mail,
)
from samples.papers import draw_contract, draw_invoice, draw_slip
from samples.pictures import clean_png, photo_png, scanned_pdf
from samples.wording import AMERICAN, ENGLISH, GERMAN

HERE = Path(__file__).parent
Sample = tuple[str, bytes, dict[str, Any]]  # file name, content, gold


def invoice_samples() -> list[Sample]:
    scan = scanned_pdf(draw_invoice(invoices.PUMPS, AMERICAN), seed=11)
    return [
        ("invoice-text.pdf", draw_invoice(invoices.LAMPS, ENGLISH), invoices.LAMPS.gold),
        ("invoice-scan.pdf", scan, invoices.PUMPS.gold),
        (
            "invoice-german.pdf",
            draw_invoice(invoices.HOLZ, GERMAN, letter=True),
            invoices.HOLZ.gold,
        ),
        ("invoice-word.docx", invoice_docx(invoices.GARDEN, ENGLISH), invoices.GARDEN.gold),
        ("invoice-sheet.xlsx", invoice_xlsx(invoices.PAPER, ENGLISH), invoices.PAPER.gold),
        ("invoice-web.html", invoice_html(invoices.HOSTING, AMERICAN), invoices.HOSTING.gold),
    ]


def receipt_samples() -> list[Sample]:
    photo = photo_png(draw_slip(receipts.KIOSK.text, margin=22), seed=7)
    return [
        ("receipt-text.pdf", draw_slip(receipts.GROCER.text), receipts.GROCER.gold),
        ("receipt-clean.png", clean_png(draw_slip(receipts.DINER.text)), receipts.DINER.gold),
        ("receipt-photo.png", photo, receipts.KIOSK.gold),
        ("receipt-german.pdf", draw_slip(receipts.BAKERY.text), receipts.BAKERY.gold),
        ("receipt-plain.txt", receipts.TAXI.text.encode(), receipts.TAXI.gold),
        ("receipt-mail.eml", receipt_mail(receipts.BOOKS), receipts.BOOKS.gold),
        ("receipt-spanish.html", receipt_html(receipts.HOTEL), receipts.HOTEL.gold),
    ]


def contract_samples() -> list[Sample]:
    agreement = write_agreement()
    return [
        ("contract-word.docx", contract_docx(contracts.NDA), contracts.NDA.gold),
        ("contract-notes.md", contract_markdown(contracts.LEASE), contracts.LEASE.gold),
        ("contract-long.pdf", draw_contract(agreement), agreement.gold),
    ]


def write(folder: Path) -> None:
    """Write the documents and truth.jsonl under `folder`."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, content, gold in [*invoice_samples(), *receipt_samples(), *contract_samples()]:
        (documents / name).write_bytes(content)
        stem = name.split(".")[0]
        told = {"id": stem, "file": f"documents/{name}", "recipe": stem.split("-")[0], "gold": gold}
        lines.append(json.dumps(told, ensure_ascii=False) + "\n")
    (folder / "truth.jsonl").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    write(HERE)
