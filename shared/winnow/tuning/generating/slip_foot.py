"""The lower part of a receipt: sums, tax, how it was paid, and small talk with dates in it."""

import random
from datetime import timedelta
from decimal import Decimal

from winnow.tuning.generating.paper import Row, Span, cell, row
from winnow.tuning.generating.places import digits
from winnow.tuning.generating.purchases import Purchase


def foot(rng: random.Random, bought: Purchase, marked: bool) -> list[Row]:
    """Sums and payment; `marked`: some amount has its currency."""
    place = bought.place
    rows: list[Row] = []
    if rng.random() < 0.2:
        rows.append(_sum(place.label(rng, "items"), str(len(bought.items))))
    adds = bought.total != bought.bought
    if rng.random() < (0.9 if adds else 0.25):
        rows.append(_sum(place.label(rng, "subtotal"), place.amount(bought.bought)))
    rows += _added(rng, bought)
    rows += _total(rng, bought, marked)
    rows += _paid(rng, bought)
    if not bought.on_top and bought.tax and rng.random() < 0.55:
        rows += _tax_inside(rng, bought)
    return rows


def farewell(rng: random.Random, bought: Purchase) -> list[Row]:
    """Thanks, and dates and numbers that are not those of the purchase."""
    place = bought.place
    rows = [row(place.label(rng, "thanks")) for _ in range(rng.choice((0, 1, 1, 1, 2)))]
    if rng.random() < 0.12 and "valid" in place.labels:
        until = place.day(bought.at.date() + timedelta(days=rng.randrange(7, 60)), place.dates[0])
        rows.append(row(f"{place.label(rng, 'valid')} {until}"))
    if rng.random() < 0.15:
        rows.append(row(f"{place.label(rng, 'approval')}: {digits(rng, '##########')}"))
    rng.shuffle(rows)
    return rows


def _sum(name: str, amount: str, field: str = "") -> Row:
    return (cell(name), cell(amount, field))


def _added(rng: random.Random, bought: Purchase) -> list[Row]:
    place = bought.place
    rows = []
    if bought.service:
        rows.append(_sum(place.label(rng, "service"), place.amount(bought.service)))
    if bought.on_top:
        name = rng.choice((f"{place.tax[0]} {place.count(bought.rate)}%", rng.choice(place.tax)))
        rows.append(_sum(name, place.amount(bought.tax)))
    elif rng.random() < 0.15:
        rows.append(_sum(place.label(rng, "discount"), place.amount(Decimal(0))))
    if bought.tip:
        untipped = place.amount(bought.total - bought.tip)
        rows.append(_sum(place.label(rng, "subtotal"), untipped))
        rows.append(_sum(place.label(rng, "tip"), place.amount(bought.tip)))
    if bought.rounding:
        shown = place.amount(bought.rounding)
        line = _sum(place.label(rng, "rounding"), shown)
        before = _sum(place.label(rng, "subtotal"), place.amount(bought.total - bought.rounding))
        rows += [before, line] if rng.random() < 0.5 else [line]
    return rows


def _total(rng: random.Random, bought: Purchase, marked: bool) -> list[Row]:
    place = bought.place
    name, shown = place.label(rng, "total"), Span(place.amount(bought.total), "/total")
    named = next((mark for mark in place.marks if mark in name.split()), "")
    if not marked:
        name = " ".join(
            word for word in name.split() if word not in {"EUR", "RM", "(RM)", "PLN", "SEK"}
        )
        return [(cell(name or "TOTAL"), (shown,))]
    if named or "(RM)" in name or "euro" in name:
        return [((Span(name),), (shown,))]
    mark = Span(rng.choice(place.marks), "/currency")
    match rng.random():
        case chance if chance < 0.4:
            joint = "" if mark.text in "$£€¥S$" and rng.random() < 0.7 else " "
            value = (shown, Span(joint or " "), mark) if place.after else (mark, Span(joint), shown)
            return [(cell(name), value)]
        case chance if chance < 0.75:
            return [((Span(f"{name} "), mark), (shown,))]
        case chance if chance < 0.9:
            return [((Span(f"{name} ("), mark, Span(")")), (shown,))]
    return [(cell(name), (mark,), (shown,))]


def _paid(rng: random.Random, bought: Purchase) -> list[Row]:
    place = bought.place
    if bought.cash is None:
        if rng.random() < 0.3:
            return []
        ending = digits(rng, rng.choice((" ****####", " XXXX####", " ************####", "")))
        return [_sum(place.label(rng, "card") + ending, place.amount(bought.total))]
    given = _sum(place.label(rng, "cash"), place.amount(bought.cash))
    back = _sum(place.label(rng, "change"), place.amount(bought.cash - bought.total))
    if rng.random() < 0.15:
        return [(*given, *back)]
    return [given, back]


def _tax_inside(rng: random.Random, bought: Purchase) -> list[Row]:
    place, name = bought.place, bought.place.tax[0]
    net, rate = bought.bought - bought.tax, place.count(bought.rate)
    if rng.random() < 0.5:
        shown = place.amount(bought.tax)
        return [_sum(f"{rng.choice(('', 'incl. '))}{name} {rate}%", shown)]
    heads = row(f"{name} %", place.label(rng, "subtotal"), name, place.label(rng, "total"))
    values = row(
        f"{rate}%", place.amount(net), place.amount(bought.tax), place.amount(bought.bought)
    )
    rows = [*([heads] if rng.random() < 0.7 else []), values]
    if rng.random() < 0.3:  # a total below the total, as Malaysian tax invoices have it
        below = row(place.label(rng, "total"), place.amount(net), place.amount(bought.tax))
        rows = [row(f"{name} SUMMARY"), *rows, below]
    return rows
