"""The upper part of a receipt: who sold, where, when, and numbers that mean nothing here."""

import random
from typing import Final

from winnow.tuning.generating.names import invented
from winnow.tuning.generating.paper import Row, Span, cell, row
from winnow.tuning.generating.places import digits
from winnow.tuning.generating.purchases import Purchase

PHONES: Final = ("0#-#######", "0# ### ## ##", "(0##) ###-####", "+## #########", "####-########")
COMPANIES: Final = (
    "(######-?)",
    "(CO. REG: ######-?)",
    "######-?",
    "(JM#######)",
    "ROC NO: ######-?",
)
RECEIPTS: Final = (
    "######",
    "?-######",
    "CS########",
    "####/###",
    "#-####-##",
    "#######",
    "?##-#####",
)


def head(rng: random.Random, bought: Purchase) -> list[Row]:
    """Name and address, each in one of many ways, between things that are neither."""
    rows: list[Row] = []
    if rng.random() < 0.06:
        rows.append(row(invented(rng, bought.place)))
    if rng.random() < 0.12:
        rows.append(row(bought.place.label(rng, "welcome")))
    rows += _name(rng, bought)
    rows += _registration(rng, bought) if rng.random() < 0.4 else []
    rows += _address(rng, bought)
    if rng.random() < 0.55:
        number = digits(rng, rng.choice(PHONES))
        rows.append(
            row(f"{bought.place.label(rng, 'phone')}{rng.choice((': ', ' ', ' : '))}{number}")
        )
    rows += _tax_number(rng, bought) if rng.random() < 0.5 else []
    return rows


def when(rng: random.Random, bought: Purchase) -> list[Row]:
    """The day and time of the purchase, and till, cashier and number in some order."""
    rows = [_when(rng, bought)]
    for label, value in _numbers(rng):
        if rng.random() < 0.4:
            name = bought.place.label(rng, label)
            shown = value if label != "staff" else str(rng.choice(bought.place.people))
            rows.append(_labelled(rng, name, cell(shown)))
    rng.shuffle(rows)
    if len(rows) > 1 and rng.random() < 0.3:
        rows[:2] = [(*rows[0], *rows[1])]
    return rows


def _name(rng: random.Random, bought: Purchase) -> list[Row]:
    name = bought.company
    if rng.random() < 0.05 and " " in name:
        words = name.split()
        at = rng.randrange(1, len(words))
        return [(cell(" ".join(part), "/company"),) for part in (words[:at], words[at:])]
    match rng.random():
        case chance if chance < 0.04:
            return [((Span("*** "), Span(name, "/company"), Span(" ***")),)]
        case chance if chance < 0.07:
            return [row(bought.place.label(rng, "welcome"), cell(name, "/company"))]
        case chance if chance < 0.1 and bought.address:
            return [(cell(name, "/company"), cell(bought.address[0].rstrip(","), "/address"))]
    slogan = [row(invented(rng, bought.place) + "!")] if rng.random() < 0.05 else []
    return [(cell(name, "/company"),), *slogan]


def _address(rng: random.Random, bought: Purchase) -> list[Row]:
    lines = bought.address
    if rng.random() < 0.12 and len(lines) > 1:
        joint = rng.choice((" · ", ", ", " - ", " | "))
        spans: list[Span] = []
        for line in lines:
            spans += [Span(joint)] if spans else []
            spans.append(Span(line.rstrip(","), "/address"))
        return [(tuple(spans),)]
    return [(cell(line, "/address"),) for line in lines]


def _registration(rng: random.Random, bought: Purchase) -> list[Row]:
    if bought.place.country in {"MY", "SG"}:
        pattern = rng.choice(COMPANIES)
    else:
        pattern = rng.choice(("Reg. ########", "Store #####", "#### ####", "No. ####"))
    return [row(digits(rng, pattern))]


def _tax_number(rng: random.Random, bought: Purchase) -> list[Row]:
    number = digits(rng, rng.choice(bought.place.vat_id or ["##########"]))
    tax = bought.place.tax[0]
    name = rng.choice((f"{tax} ID", f"{tax} NO.", "ID"))
    if rng.random() < 0.4:
        name = bought.place.label(rng, "approval")
    return [row(f"{name}{rng.choice((': ', ' ', ' : '))}{number}")]


def _when(rng: random.Random, bought: Purchase) -> Row:
    place, how = bought.place, rng.choice(bought.place.dates)
    day = place.day(bought.at.date(), how)
    time = bought.at.strftime(rng.choice(("%H:%M", "%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S%p")))
    match rng.random():
        case chance if chance < 0.25:
            return ((Span(day, "/date"), Span(f" {time}")),)
        case chance if chance < 0.45:
            return (cell(day, "/date"), cell(time))
        case chance if chance < 0.6:
            return ((Span(f"{place.label(rng, 'date')}: "), Span(day, "/date"), Span(f" {time}")),)
        case chance if chance < 0.7:
            both = (cell(f"{place.label(rng, 'time')}: {time}"),)
            return (*_labelled(rng, place.label(rng, "date"), cell(day, "/date")), *both)
        case chance if chance < 0.78:
            return ((Span(f"{digits(rng, '0#### ###')} "), Span(day, "/date"), Span(f" {time}")),)
        case chance if chance < 0.84:
            return ((Span(day, "/date"),),)
    return _labelled(rng, place.label(rng, "date"), cell(day, "/date"))


def _labelled(rng: random.Random, name: str, value: tuple[Span, ...]) -> Row:
    match rng.randrange(4):
        case 0:
            return (cell(f"{name}:"), value)
        case 1:
            return ((Span(f"{name}: "), *value),)
        case 2:
            return ((Span(f"{name} "), *value),)
    return (cell(name), (Span(": "), *value) if rng.random() < 0.5 else value)


def _numbers(rng: random.Random) -> list[tuple[str, str]]:
    number = digits(rng, rng.choice(RECEIPTS))
    return [("receipt", number), ("till", digits(rng, rng.choice(("0#", "#", "POS##")))),
            ("staff", ""), ("table", digits(rng, "##"))]  # fmt: skip
