"""The invoices: invented companies, goods and amounts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    name: str
    quantity: str
    unit: str | None
    price: str

    @property
    def total(self) -> Decimal:
        return (Decimal(self.quantity) * Decimal(self.price)).quantize(CENT)


@dataclass(frozen=True)
class Invoice:
    """`issued` is ISO; `rate` is the tax in percent, `paid` what was paid before."""

    number: str
    issued: str
    currency: str
    seller: tuple[str, ...]
    vat_id: str | None
    buyer: tuple[str, ...]
    lines: tuple[Line, ...]
    rate: str
    paid: str = "0"

    @property
    def net(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return (self.net * Decimal(self.rate) / 100).quantize(CENT)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def due(self) -> Decimal:
        return self.gross - Decimal(self.paid)

    @property
    def gold(self) -> dict[str, Any]:
        return {
            "invoice_number": self.number,
            "issue_date": self.issued,
            "currency": self.currency,
            "seller_name": self.seller[0],
            "seller_vat_id": self.vat_id,
            "buyer_name": self.buyer[0],
            "line_total": float(self.net),
            "tax_basis_total": float(self.net),
            "tax_total": float(self.tax),
            "grand_total": float(self.gross),
            "due_payable": float(self.due),
            "line_items": [
                {
                    "name": line.name,
                    "quantity": float(line.quantity),
                    "unit": line.unit,
                    "net_price": float(line.price),
                    "line_total": float(line.total),
                }
                for line in self.lines
            ],
        }


LAMPS = Invoice(
    "HB-20418",
    "2026-03-17",
    "GBP",
    ("Harrow & Blythe Lighting Ltd", "Unit 7, Cooper's Yard", "Leeds LS9 8AG"),
    "GB384120957",
    ("Quillon Architects LLP", "22 Ferry Road", "Bristol BS1 4QA"),
    (
        Line("Brass pendant lamp, 40 cm", "6", "pcs", "148.50"),
        Line("Dimmer switch, two-gang", "12", "pcs", "19.95"),
        Line("On-site fitting", "7.5", "h", "52.00"),
    ),
    "20",
)

PUMPS = Invoice(
    "INV-0007731",
    "2025-11-04",
    "USD",
    ("Calder Pump Works Inc.", "4810 Foundry Street", "Dayton, OH 45402"),
    None,
    ("Silver Fern Dairy Co.", "RR 2, Box 118", "Viroqua, WI 54665"),
    (
        Line("Transfer pump CP-90", "2", "ea", "1275.00"),
        Line("Gasket set", "5", "ea", "38.40"),
        Line("Freight", "1", None, "164.25"),
    ),
    "0",
    "500.00",
)

HOLZ = Invoice(
    "RE-2026-0193",
    "2026-05-08",
    "EUR",
    ("Tischlerei Morgenthau GmbH", "Gerberstraße 14", "04105 Leipzig"),
    "DE298374651",
    ("Café Übersee e.K.", "Hafenallee 3", "18055 Rostock"),
    (
        Line("Eichentisch 120 x 80 cm", "4", "Stück", "689.00"),
        Line("Sitzbank gepolstert", "2", "Stück", "412.50"),
        Line("Lieferung und Montage", "6.5", "Std", "58.00"),
    ),
    "19",
)

PAPER = Invoice(
    "1188/26",
    "2026-01-29",
    "EUR",
    ("Paperie Lindqvist AB", "Storgatan 41", "211 42 Malmö"),
    "SE556703112401",
    ("Bureau Castellane SARL", "9 rue des Tanneurs", "59000 Lille"),
    (
        Line("Copy paper A4, 80 g", "40", "box", "21.80"),
        Line("Ring binder, blue", "150", "pcs", "1.95"),
        Line("Pallet charge", "1", "pcs", "15.00"),
    ),
    "25",
)

HOSTING = Invoice(
    "NB-55-2026-09",
    "2026-09-30",
    "USD",
    ("Nimbus Bay Hosting LLC", "600 Harbor Drive, Suite 210", "Portland, ME 04101"),
    None,
    ("Ostrava Analytics Inc.", "77 Mill Lane", "Burlington, VT 05401"),
    (
        Line("Managed server, September", "3", "month", "189.00"),
        Line("Backup storage", "850", "GB", "0.04"),
        Line("Support call", "1.25", "h", "120.00"),
    ),
    "5.5",
)

GARDEN = Invoice(
    "A2026-417",
    "2026-06-12",
    "EUR",
    ("Greenhollow Gardens Ltd", "Mill Lane, Kilkenny", "R95 X2P8"),
    "IE6433871OH",
    ("Hotel Marlowe", "Quay Street 5", "Galway H91 K3T1"),
    (
        Line("Lawn care, May", "1", None, "340.00"),
        Line("Box hedge plants", "64", "pcs", "7.25"),
    ),
    "13.5",
    "100.00",
)
