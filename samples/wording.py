"""How invoices of different countries put things."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samples.invoices import Invoice, Line


@dataclass(frozen=True)
class Wording:
    """Labels, and the printed form of dates (`strftime`) and numbers."""

    title: str
    number: str
    issued: str
    vat_id: str
    buyer: str
    heads: tuple[str, str, str, str, str]
    net: str
    tax: str
    gross: str
    paid: str
    due: str
    day: str
    comma: bool = False

    def date(self, iso: str) -> str:
        return date.fromisoformat(iso).strftime(self.day)

    def amount(self, value: Decimal | str) -> str:
        text = f"{Decimal(value):,.2f}"
        return text.translate(str.maketrans(",.", ".,")) if self.comma else text

    def count(self, value: str) -> str:
        return value.replace(".", ",") if self.comma else value

    def row(self, line: Line) -> tuple[str, str, str, str, str]:
        return (
            line.name,
            self.count(line.quantity),
            line.unit or "",
            self.amount(line.price),
            self.amount(line.total),
        )

    def totals(self, invoice: Invoice) -> list[tuple[str, str]]:
        told = [
            (self.net, self.amount(invoice.net)),
            (f"{self.tax} {self.count(invoice.rate)} %", self.amount(invoice.tax)),
            (f"{self.gross} {invoice.currency}", self.amount(invoice.gross)),
        ]
        if Decimal(invoice.paid):
            told.append((self.paid, f"-{self.amount(invoice.paid)}"))
        return [*told, (self.due, self.amount(invoice.due))]


ENGLISH = Wording(
    "INVOICE", "Invoice number", "Invoice date", "VAT ID", "Bill to",
    ("Description", "Qty", "Unit", "Unit price", "Amount"),
    "Net total", "VAT", "Total", "Paid in advance", "Amount due", "%d %B %Y",
)  # fmt: skip
AMERICAN = Wording(
    "Invoice", "Invoice no.", "Date", "Tax ID", "Sold to",
    ("Item", "Qty", "UOM", "Price", "Extended"),
    "Subtotal", "Sales tax", "Invoice total", "Deposit received", "Balance due", "%m/%d/%Y",
)  # fmt: skip
GERMAN = Wording(
    "Rechnung", "Rechnungsnummer", "Rechnungsdatum", "USt-IdNr.", "Rechnung an",
    ("Bezeichnung", "Menge", "Einheit", "Einzelpreis", "Gesamt"),
    "Nettobetrag", "zzgl. USt", "Rechnungsbetrag", "Anzahlung", "Zu zahlen", "%d.%m.%Y", comma=True,
)  # fmt: skip
