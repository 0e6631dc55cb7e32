"""The receipts: what is printed on each, and its true values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """`text` is the slip as printed; `items` are (name, quantity, amount)."""

    text: str
    company: str
    date: str
    address: str | None
    total: float
    currency: str
    items: tuple[tuple[str, float | None, float], ...]

    @property
    def gold(self) -> dict[str, Any]:
        return {
            "company": self.company,
            "date": self.date,
            "address": self.address,
            "total": self.total,
            "currency": self.currency,
            "items": [
                {"name": name, "quantity": quantity, "amount": amount}
                for name, quantity, amount in self.items
            ],
        }


GROCER = Receipt(
    """\
        FENWICK & ROSE GROCERS
          118 Station Parade
           Norwich NR1 2DQ
      VAT No. GB 512 0098 64

  16/02/2026   17:42   Till 03

  Sourdough loaf            3.40
  2 x Oat milk 1L           4.20
  Cheddar mature 350g       4.75
  Bananas loose             1.12
  Multibuy saving          -0.60
  ------------------------------
  TOTAL GBP                12.87
  Card ****7713            12.87

     Thank you, see you soon!
""",
    "FENWICK & ROSE GROCERS",
    "2026-02-16",
    "118 Station Parade, Norwich NR1 2DQ",
    12.87,
    "GBP",
    (
        ("Sourdough loaf", None, 3.40),
        ("Oat milk 1L", 2, 4.20),
        ("Cheddar mature 350g", None, 4.75),
        ("Bananas loose", None, 1.12),
        ("Multibuy saving", None, -0.60),
    ),
)

DINER = Receipt(
    """\
         THE COPPER KETTLE
        501 Juniper Avenue
         Boise, ID 83702

  Server: Dana     Table 12
  09/27/2026 12:58 PM

  1 Turkey club          11.50
  1 Tomato soup           6.25
  2 Iced tea              5.90

  Subtotal               23.65
  Sales tax 6%            1.42
  TOTAL                 $25.07
  Cash                   30.00
  Change                  4.93
""",
    "THE COPPER KETTLE",
    "2026-09-27",
    "501 Juniper Avenue, Boise, ID 83702",
    25.07,
    "USD",
    (("Turkey club", 1, 11.50), ("Tomato soup", 1, 6.25), ("Iced tea", 2, 5.90)),
)

KIOSK = Receipt(
    """\
       KEDAI RUNCIT SERI BAYU
     NO 8, JALAN KENANGA 2/1
     40200 SHAH ALAM, SELANGOR
     TAX INVOICE  B-118204

  DATE: 21/07/2026   TIME: 09:05

  MINERAL WATER 1.5L
   3 x 2.10                6.30
  KAYA SPREAD 400G         7.90
  BATTERY AA 4PCS         11.50

  TOTAL (RM)              25.70
  CASH                    50.00
  CHANGE                  24.30
      TERIMA KASIH
""",
    "KEDAI RUNCIT SERI BAYU",
    "2026-07-21",
    "NO 8, JALAN KENANGA 2/1, 40200 SHAH ALAM, SELANGOR",
    25.70,
    "MYR",
    (
        ("MINERAL WATER 1.5L", 3, 6.30),
        ("KAYA SPREAD 400G", None, 7.90),
        ("BATTERY AA 4PCS", None, 11.50),
    ),
)

BAKERY = Receipt(
    """\
        Bäckerei Sonnenkorn
      Am Alten Markt 6
      99084 Erfurt
      St-Nr. 151/288/90417

  Datum 03.04.2026     08:16 Uhr
  Bon-Nr. 4471   Kasse 2

  Roggenmischbrot 1kg      4,90 A
  Brötchen       6 x 0,45  2,70 A
  Streuselkuchen           2,85 A
  Kaffee groß              3,20 B
  ------------------------------
  SUMME            EUR    13,65
  Bar                     20,00
  Rückgeld                 6,35
  A 7% MwSt 0,68  B 19% 0,51
   Vielen Dank für Ihren Einkauf
""",
    "Bäckerei Sonnenkorn",
    "2026-04-03",
    "Am Alten Markt 6, 99084 Erfurt",
    13.65,
    "EUR",
    (
        ("Roggenmischbrot 1kg", None, 4.90),
        ("Brötchen", 6, 2.70),
        ("Streuselkuchen", None, 2.85),
        ("Kaffee groß", None, 3.20),
    ),
)

TAXI = Receipt(
    """\
BLUEBIRD CABS COOPERATIVE
Receipt no. 90233
Date: 11 August 2026, 22:14
From: Airport Terminal 2   To: 14 Canal Walk
Fare                18.60
Night surcharge      4.00
Luggage              1.00
Total paid EUR      23.60
Paid by card. Driver 0417
""",
    "BLUEBIRD CABS COOPERATIVE",
    "2026-08-11",
    None,
    23.60,
    "EUR",
    (("Fare", None, 18.60), ("Night surcharge", None, 4.00), ("Luggage", None, 1.00)),
)

BOOKS = Receipt(
    """\
Thank you for shopping with us! Here is your receipt.

Lantern Lane Books
35 Orchard Street, Hobart TAS 7000
Order LL-70915 of 2 June 2026

The Salt Cartographer (paperback)    1    24.99
Greeting card                        3    13.50
Postage                              1     9.95

Total charged to Visa ending 0082: AUD 48.44
""",
    "Lantern Lane Books",
    "2026-06-02",
    "35 Orchard Street, Hobart TAS 7000",
    48.44,
    "AUD",
    (
        ("The Salt Cartographer (paperback)", 1, 24.99),
        ("Greeting card", 3, 13.50),
        ("Postage", 1, 9.95),
    ),
)

HOTEL = Receipt(
    """\
Pensión Las Golondrinas
Calle del Olivo 21, 18010 Granada
Recibo 0832          Fecha: 19/10/2026
Habitación doble     2     136,00
Desayuno             4      34,00
Tasa turística       4       6,80
TOTAL EUR                  176,80
Pagado en efectivo. IVA incluido.
""",
    "Pensión Las Golondrinas",
    "2026-10-19",
    "Calle del Olivo 21, 18010 Granada",
    176.80,
    "EUR",
    (("Habitación doble", 2, 136.00), ("Desayuno", 4, 34.00), ("Tasa turística", 4, 6.80)),
)
