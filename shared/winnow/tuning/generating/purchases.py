"""What was bought and paid, before it is printed on a receipt."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from winnow.tuning.generating.names import address, company
from winnow.tuning.generating.places import Place

KINDS: Final = {"supermarket": 30, "restaurant": 25, "hardware": 17, "fuel": 8, "pharmacy": 7,
                "hotel": 5, "taxi": 5, "parking": 3}  # fmt: skip
CENT: Final = Decimal("0.01")
MILL: Final = Decimal("0.001")
SCALES: Final = {"JPY": 100, "SEK": 10, "TRY": 20, "PLN": 4, "CNY": 5, "AED": 4, "MYR": 2}
COSTLY: Final = {"hotel": 60, "fuel": 25, "taxi": 8}
COUNTS: Final = {"taxi": 3, "fuel": 2, "parking": 1, "hotel": 4}


@dataclass(frozen=True, slots=True)
class Item:
    """A thing bought; `price` is of one, `quantity` None where none is printed."""

    name: str
    quantity: Decimal | None
    price: Decimal
    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Purchase:
    """`off` is taken from the whole and an item as well; tax lies in the items or on top."""

    place: Place
    kind: str
    company: str
    address: list[str]
    at: datetime
    items: tuple[Item, ...]
    rate: Decimal
    tax: Decimal
    on_top: bool
    service: Decimal
    tip: Decimal
    rounding: Decimal
    cash: Decimal | None

    @property
    def bought(self) -> Decimal:
        return sum((item.amount for item in self.items), Decimal(0))

    @property
    def total(self) -> Decimal:
        top = self.tax if self.on_top else Decimal(0)
        return self.bought + top + self.service + self.tip + self.rounding


def draw_purchase(rng: random.Random, place: Place) -> Purchase:
    """A purchase that the rules of the recipe `receipt` hold for."""
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    items = _items(rng, place, kind)
    bought = sum((item.amount for item in items), Decimal(0))
    rate = Decimal(rng.choice(place.rates))
    on_top = rng.random() < {"US": 0.95, "SG": 0.5, "MY": 0.35}.get(place.country, 0.05)
    tax = _cents(bought * rate / 100 if on_top else bought * rate / (100 + rate), place)
    dines = kind == "restaurant" and place.country in {"MY", "SG", "GB"} and rng.random() < 0.3
    service = _cents(bought / 10, place) if dines else Decimal(0)
    heavy = on_top and rate > 10  # items would make up less of the total than the recipe allows
    tips = kind in {"restaurant", "taxi"} and not (dines or heavy) and rng.random() < 0.08
    tip = _cents(bought * rng.randrange(5, 18) / 100, place) if tips else Decimal(0)
    paid = bought + (tax if on_top else 0) + service + tip
    rounding = _rounding(paid) if _rounds(rng, place) else Decimal(0)
    cash = _cash(rng, paid + rounding, place) if rng.random() < 0.5 else None
    return Purchase(place, kind, company(rng, place, kind),
                    address(rng, place) if rng.random() < 0.88 else [], _moment(rng), items, rate,
                    tax, on_top, service, tip, rounding, cash)  # fmt: skip


def draw_day(rng: random.Random) -> date:
    return date(2012, 1, 1) + timedelta(days=rng.randrange(5600))


def _moment(rng: random.Random) -> datetime:
    day = draw_day(rng)
    hour, minute, second = rng.randrange(6, 24), rng.randrange(60), rng.randrange(60)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)


def _items(rng: random.Random, place: Place, kind: str) -> tuple[Item, ...]:
    most = COUNTS.get(kind, 8)
    count = min(1 + int(rng.expovariate(0.45)), most)
    names = rng.sample(place.goods[kind], min(count, len(place.goods[kind])))
    items = [_item(rng, place, kind, name) for name in names]
    whole = sum((item.amount for item in items), Decimal(0))
    if kind not in {"taxi", "parking"} and rng.random() < 0.15:
        off = _cents(whole * rng.randrange(3, 20) / 100, place)
        items.append(Item(place.label(rng, "discount"), None, -off, -off))
    elif kind == "supermarket" and "deposit" in place.labels and rng.random() < 0.08:
        back = _cents(min(whole / 4, Decimal("0.25")), place)
        items.append(Item(place.label(rng, "deposit"), None, -back, -back))
    return tuple(item for item in items if item.amount)


def _item(rng: random.Random, place: Place, kind: str, name: str) -> Item:
    scale = SCALES.get(place.currency, 1) * COSTLY.get(kind, 1)
    price = _cents(Decimal(str(round(min(rng.lognormvariate(1.4, 0.9), 90), 2))) * scale, place)
    price = max(price, Decimal(1) if place.whole else Decimal("0.10"))
    if rng.random() < 0.35:
        price = max(price.quantize(Decimal(1)), Decimal(1)) if rng.random() < 0.5 else price
    if kind == "fuel" and rng.random() < 0.6:
        litres = Decimal(rng.randrange(500, 6000)) / 100
        each = max((price / 15).quantize(MILL), MILL)
        return Item(name, litres, each, max(_cents(litres * each, place), CENT), "L")
    if kind == "supermarket" and rng.random() < 0.1:
        weight = Decimal(rng.randrange(80, 2500)) / 1000
        return Item(name, weight, price, max(_cents(weight * price, place), CENT), "kg")
    quantity = None if rng.random() < 0.3 else Decimal(rng.choice((1, 1, 1, 1, 2, 2, 3, 4, 6, 10)))
    return Item(_written(rng, place, name), quantity, price, price * (quantity or 1))


def _written(rng: random.Random, place: Place, name: str) -> str:
    """A name as tills print it: with a size or a maker, shortened, in capitals."""
    if rng.random() < 0.15:
        name = f"{name} {rng.randrange(2, 90) * 10}{rng.choice(('g', 'ml', 'G', 'ML'))}"
    if rng.random() < 0.12 and place.language in {"en", "ms", "de", "fr", "es", "it"}:
        name = f"{rng.choice(place.first).strip()} {name}"
    if rng.random() < 0.08:
        name = name[: rng.randrange(9, 16)].strip()
    return name.upper() if rng.random() < 0.3 else name


def _cents(value: Decimal, place: Place) -> Decimal:
    return value.quantize(Decimal(1) if place.whole else CENT, ROUND_HALF_UP)


def _rounds(rng: random.Random, place: Place) -> bool:
    return rng.random() < {"MY": 0.6, "SE": 0.4, "CH": 0.5, "AU": 0.2}.get(place.country, 0.0)


def _rounding(value: Decimal) -> Decimal:
    twentieth = (value * 20).quantize(Decimal(1), ROUND_HALF_UP) / 20
    return (twentieth - value).quantize(CENT)


def _cash(rng: random.Random, total: Decimal, place: Place) -> Decimal:
    note = Decimal(rng.choice((1, 5, 10, 50, 100)) * SCALES.get(place.currency, 1))
    return (total / note).to_integral_value("ROUND_CEILING") * note
