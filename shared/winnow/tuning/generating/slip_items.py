"""The middle of a receipt: things bought, in one of the ways that tills print them."""

import random
from collections.abc import Callable
from typing import Final

from winnow.tuning.generating.paper import Cell, Row, Span, cell, row
from winnow.tuning.generating.places import Place, digits
from winnow.tuning.generating.purchases import Item, Purchase

Writer = Callable[[random.Random, Place, Item, str], list[Row]]
MINUS: Final = ("-{}", "-{}", "-{}", "{}-", "({})", "- {}")


def body(rng: random.Random, bought: Purchase) -> tuple[list[Row], str]:
    """The rows of the items, and what this way of writing them is called."""
    name, (write, headed) = rng.choice(list(WAYS.items()))
    rows: list[Row] = []
    if headed and rng.random() < 0.7:
        rows.append(row(*rng.choice(bought.place.labels["heads"])))
    suffix = (
        rng.choice(("", "", "", " A", " SR", " *", " T", " B", "€")) if rng.random() < 0.5 else ""
    )
    coded = rng.random() < 0.15
    for at, item in enumerate(bought.items):
        printer = _off if item.amount < 0 else write
        lines = printer(rng, bought.place, item, f"/items/{at}")
        if suffix != "€" or bought.place.currency == "EUR":
            lines = [*lines[:-1], _ended(lines[-1], suffix)]
        if coded and item.amount > 0:
            lines = [row(digits(rng, "#############" if rng.random() < 0.6 else "#######")), *lines]
        rows += lines
    return rows, name


def _ended(last: Row, suffix: str) -> Row:
    return (*last[:-1], (*last[-1], Span(suffix))) if suffix else last


def _off(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    text = rng.choice(MINUS).format(place.amount(-item.amount))
    return [(_name(item, at), cell(text, f"{at}/amount"))]


def _count(place: Place, item: Item, at: str) -> tuple[Span, ...]:
    assert item.quantity is not None
    unit = f" {item.unit}" if item.unit else ""
    return (Span(place.count(item.quantity), f"{at}/quantity"), Span(unit))


def _name(item: Item, at: str) -> Cell:
    return cell(item.name, f"{at}/name")


def _amount(place: Place, item: Item, at: str) -> Cell:
    return cell(place.amount(item.amount), f"{at}/amount")


def _price(place: Place, item: Item) -> str:
    if item.unit == "L":
        return place.count(item.price)
    return place.amount(item.price)


def times_first(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`2 x Tea 5.00`, `2 Tea 5.00`."""
    if item.quantity is None or item.unit:
        return below(rng, place, item, at)
    sign = rng.choice((" x ", " ", "x ", " X ", " \u00d7 "))
    first = (*_count(place, item, at)[:1], Span(sign), Span(item.name, f"{at}/name"))
    return [(first, _amount(place, item, at))]


def count_cell(_: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`2 | Tea | 5.00`."""
    count = (_count(place, item, at),) if item.quantity is not None else ()
    return [(*count, _name(item, at), _amount(place, item, at))]


def columns(_: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`Tea | 2 | 2.50 | 5.00`."""
    if item.quantity is None:
        return [(_name(item, at), _amount(place, item, at))]
    price = cell(_price(place, item))
    return [(_name(item, at), _count(place, item, at), price, _amount(place, item, at))]


def count_behind(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`Tea | 2 | 5.00`, `Tea 2 pcs | 5.00`, `Tea x2 | 5.00`."""
    if item.quantity is None:
        return [(_name(item, at), _amount(place, item, at))]
    if rng.random() < 0.5:
        return [(_name(item, at), _count(place, item, at), _amount(place, item, at))]
    count = Span(place.count(item.quantity), f"{at}/quantity")
    piece = Span(" Stk" if place.language == "de" else " pcs")
    how = (Span(" x"), count) if rng.random() < 0.6 else (Span(" "), count, piece)
    if item.unit:
        how = (Span(" "), count, Span(f" {item.unit}"))
    return [((Span(item.name, f"{at}/name"), *how), _amount(place, item, at))]


def below(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`Tea` and below `2 x 2.50 | 5.00`."""
    if item.quantity is None:
        return [(_name(item, at), _amount(place, item, at))]
    sign = rng.choice((" x ", " X ", " @ ", " * ", "x", " \u00d7 "))
    multiply = (*_count(place, item, at), Span(f"{sign}{_price(place, item)}"))
    return [(_name(item, at),), (multiply, _amount(place, item, at))]


def above(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """Code, count, price and amount in a row, and below them the name: many Malaysian tills."""
    code = cell(digits(rng, rng.choice(("?####", "########", "##-##"))))
    count = _count(place, item, at) if item.quantity is not None else cell("")
    cells = [code, count, cell(_price(place, item)), _amount(place, item, at)]
    return [tuple(one for one in cells if any(span.text for span in one)), (_name(item, at),)]


def inline(rng: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`Tea 2 x 2.50 | 5.00`, `Tea | 2 x 2.50 | 5.00`."""
    if item.quantity is None:
        return [(_name(item, at), _amount(place, item, at))]
    multiply = (
        *_count(place, item, at),
        Span(f"{rng.choice((' x ', 'x', ' @ '))}{_price(place, item)}"),
    )
    if rng.random() < 0.5:
        return [(_name(item, at), multiply, _amount(place, item, at))]
    return [((*_name(item, at), Span(" "), *multiply), _amount(place, item, at))]


def numbered(_: random.Random, place: Place, item: Item, at: str) -> list[Row]:
    """`1. Tea | 5.00`: a number of the line, no count."""
    first = (Span(f"{int(at.rsplit('/', 1)[1]) + 1}. "), Span(item.name, f"{at}/name"))
    return [(first, _amount(place, item, at))]


WAYS: Final[dict[str, tuple[Writer, bool]]] = {
    "times_first": (times_first, False), "count_cell": (count_cell, True),
    "columns": (columns, True), "count_behind": (count_behind, True), "below": (below, False),
    "above": (above, True), "inline": (inline, False), "numbered": (numbered, False),
}  # fmt: skip
