"""What is billed to whom, before it is printed as an invoice."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from winnow.tuning.generating.names import address, firm, person
from winnow.tuning.generating.places import Place, digits
from winnow.tuning.generating.purchases import CENT, SCALES, draw_day

NUMBERS: Final = ("######", "####-###", "INV-#####", "INV####", "RE-####/##", "##-####", "?-#####",
                  "20##/####", "20##-###", "#######", "??##/###", "R###-##", "F20##-####",
                  "471####", "??-##.###", "###", "SI ######", "#-20##")  # fmt: skip

KINDS: Final = ("Standard", "Pro", "XL", "Nr. 4", "type B", "2025", "DN25", "A4")


@dataclass(frozen=True, slots=True)
class Line:
    """`price` and `total` are net."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """`off` and `plus` change the net after the lines; `paid` was paid before."""

    place: Place
    seller: str
    seller_address: list[str]
    vat_id: str | None
    buyer: str
    buyer_address: list[str]
    number: str
    issued: date
    lines: tuple[Line, ...]
    off: Decimal
    plus: Decimal
    rates: tuple[Decimal, ...]
    taxes: tuple[Decimal, ...]
    reverse: bool
    paid: Decimal
    credit: bool

    @property
    def net(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))

    @property
    def basis(self) -> Decimal:
        return self.net - self.off + self.plus

    @property
    def tax(self) -> Decimal:
        return sum(self.taxes, Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.basis + self.tax

    @property
    def due(self) -> Decimal:
        return self.gross - self.paid


def draw_bill(rng: random.Random, place: Place) -> Bill:
    """An invoice that the rules of the recipe `invoice` hold for."""
    lines = tuple(_line(rng, place) for _ in range(min(1 + int(rng.expovariate(0.55)), 7)))
    net = sum((line.total for line in lines), Decimal(0))
    off = cents(net * rng.randrange(2, 15) / 100, place) if rng.random() < 0.12 else Decimal(0)
    plus = cents(Decimal(rng.randrange(5, 60)), place) if rng.random() < 0.1 else Decimal(0)
    reverse = rng.random() < 0.12
    rates = [Decimal(0)] if reverse else _rates(rng, place, off or plus, len(lines))
    taxes = _taxes(lines, rates, net - off + plus, place)
    gross = net - off + plus + sum(taxes)
    paid = (
        cents(gross * rng.choice((20, 25, 30, 50)) / 100, place)
        if rng.random() < 0.15
        else Decimal(0)
    )
    return Bill(
        place, firm(rng, place), address(rng, place),
        digits(rng, rng.choice(place.vat_id)) if place.vat_id and rng.random() < 0.75 else None,
        person(rng, place) if rng.random() < 0.2 else firm(rng, place), address(rng, place),
        digits(rng, rng.choice(NUMBERS)), draw_day(rng), lines, off, plus, tuple(rates),
        tuple(taxes), reverse, paid, rng.random() < 0.05,
    )  # fmt: skip


def cents(value: Decimal, place: Place) -> Decimal:
    return value.quantize(Decimal(1) if place.whole else CENT, ROUND_HALF_UP)


def _line(rng: random.Random, place: Place) -> Line:
    name = str(rng.choice(place.bill["goods"]))
    if rng.random() < 0.2:
        name = f"{name} {rng.choice(KINDS)}"
    elif rng.random() < 0.1:
        name = f"{rng.choice(place.goods['hardware'])}"
    units = [*place.bill["units"], ""]
    unit = "" if rng.random() < 0.25 else str(rng.choice(units))
    whole = place.whole or rng.random() < 0.8
    quantity = (
        Decimal(rng.choice((1, 1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 25, 50, 100)))
        if whole
        else Decimal(rng.randrange(5, 400)) / rng.choice((10, 4, 2, 100))
    )
    price = Decimal(str(round(min(rng.lognormvariate(3.2, 1.3), 4000), 2))) * SCALES.get(
        place.currency, 1
    )
    if rng.random() < 0.4:
        price = max(price.quantize(Decimal(1)), Decimal(1))
    price = max(cents(price, place), Decimal(1) if place.whole else Decimal("0.15"))
    return Line(name, quantity, unit, price, max(cents(quantity * price, place), CENT))


def _rates(rng: random.Random, place: Place, changed: Decimal, lines: int) -> list[Decimal]:
    known = [Decimal(rate) for rate in dict.fromkeys(place.rates) if Decimal(rate)]
    if len(known) > 1 and not changed and lines > 1 and rng.random() < 0.15:
        return known[:2]
    return [known[0] if rng.random() < 0.75 else rng.choice(known)]


def _taxes(
    lines: tuple[Line, ...], rates: list[Decimal], basis: Decimal, place: Place
) -> list[Decimal]:
    """By rate; with two, the first line has the second rate."""
    if len(rates) == 1:
        return [cents(basis * rates[0] / 100, place)]
    second = lines[0].total
    return [cents((basis - second) * rates[0] / 100, place), cents(second * rates[1] / 100, place)]
