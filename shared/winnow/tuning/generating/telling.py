"""Receipts as mails and messages tell them: in sentences, or as loose lines."""

import random
from typing import Final

from winnow.tuning.generating.paper import Cell, Row, Span, cell, row
from winnow.tuning.generating.places import Place, digits
from winnow.tuning.generating.purchases import Item, Purchase

OPENING: Final = {
    "en": (
        ("You paid ", " to ", " on ", "."),
        ("Thank you for your payment of ", " to ", " on ", "."),
    ),
    "ms": (("You paid ", " to ", " on ", "."), ("Bayaran ", " kepada ", " pada ", ".")),
    "de": (("Sie haben ", " an ", " gezahlt am ", "."), ("Zahlung von ", " an ", " am ", ".")),
    "fr": (("Vous avez payé ", " à ", " le ", "."), ("Paiement de ", " à ", " le ", ".")),
    "es": (("Ha pagado ", " a ", " el ", "."), ("Pago de ", " a ", " el ", ".")),
    "it": (("Ha pagato ", " a ", " il ", "."), ("Pagamento di ", " a ", " il ", ".")),
}


def told(rng: random.Random, bought: Purchase) -> list[Row]:
    """A receipt without a slip's columns."""
    shapes = OPENING.get(bought.place.language)
    if shapes is None or rng.random() < 0.5:
        return _mail(rng, bought)
    return _sentences(rng, bought, rng.choice(shapes))


def _sentences(rng: random.Random, bought: Purchase, words: tuple[str, str, str, str]) -> list[Row]:
    first, to, on, end = words
    opening: Cell = (Span(first), *_money(rng, bought), Span(to), Span(bought.company, "/company"),
                     Span(on), _day(rng, bought), Span(end))  # fmt: skip
    rows: list[Row] = [(opening,)]
    if bought.address:
        rows.append((_one_line(bought),))
    parts: list[Span] = []
    for at, item in enumerate(bought.items):
        parts += [Span(", ")] if parts else []
        parts += _item(rng, bought.place, item, at)
    rows.append((tuple(parts),))
    if rng.random() < 0.5:
        rows.append(row(f"{bought.place.label(rng, 'receipt')} {digits(rng, '######')}"))
    rest = rows[1:]
    rng.shuffle(rest)
    return [rows[0], *rest]


def _mail(rng: random.Random, bought: Purchase) -> list[Row]:
    place = bought.place
    rows: list[Row] = [row(place.label(rng, "thanks"))] if rng.random() < 0.5 else []
    rows.append((cell(bought.company, "/company"),))
    if bought.address:
        rows.append((_one_line(bought),))
    number = f"{place.label(rng, 'receipt')} {digits(rng, rng.choice(('??-#####', '#####')))} "
    rows.append(((Span(number), _day(rng, bought)),))
    for at, item in enumerate(bought.items):
        name, amount = _name(item, at), _amount(place, item, at)
        count = _count(place, item, at)
        rows.append(((name,), *([(count,)] if count else []), (amount,)))
    if bought.on_top or bought.service or bought.tip:
        rows.append(row(place.label(rng, "subtotal"), place.amount(bought.bought)))
    joint = rng.choice((": ", " ", " - "))
    rows.append(((Span(place.label(rng, "total") + joint), *_money(rng, bought)),))
    return rows


def _money(rng: random.Random, bought: Purchase) -> tuple[Span, ...]:
    mark = Span(rng.choice(bought.place.marks), "/currency")
    shown = Span(bought.place.amount(bought.total), "/total")
    return (shown, Span(" "), mark) if bought.place.after else (mark, Span(" "), shown)


def _day(rng: random.Random, bought: Purchase) -> Span:
    place = bought.place
    return Span(place.day(bought.at.date(), rng.choice(place.dates)), "/date")


def _one_line(bought: Purchase) -> Cell:
    spans: list[Span] = []
    for line in bought.address:
        spans += [Span(", ")] if spans else []
        spans.append(Span(line.rstrip(","), "/address"))
    return tuple(spans)


def _item(rng: random.Random, place: Place, item: Item, at: int) -> list[Span]:
    name, amount, count = _name(item, at), _amount(place, item, at), _count(place, item, at)
    counted = [count, Span(" x ")] if count else []
    joint = rng.choice((" ", f" {place.label(rng, 'for')} ", ": "))
    if rng.random() < 0.3:
        return [*counted, name, Span(" ("), amount, Span(")")]
    return [*counted, name, Span(joint), amount]


def _name(item: Item, at: int) -> Span:
    return Span(item.name, f"/items/{at}/name")


def _amount(place: Place, item: Item, at: int) -> Span:
    return Span(place.amount(item.amount), f"/items/{at}/amount")


def _count(place: Place, item: Item, at: int) -> Span | None:
    if item.quantity is None:
        return None
    return Span(place.count(item.quantity), f"/items/{at}/quantity")
