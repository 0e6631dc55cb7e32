"""The lines and totals of an invoice."""

import random
from decimal import Decimal

from winnow.tuning.generating.billing import Bill, Line
from winnow.tuning.generating.names import person
from winnow.tuning.generating.paper import Cell, Row, Span, cell, row
from winnow.tuning.generating.places import Place, digits


def lines(rng: random.Random, bill: Bill) -> list[Row]:
    """The table of what is billed, or loose lines."""
    if rng.random() < 0.15:
        return [
            _loose(rng, bill.place, line, f"/line_items/{at}") for at, line in enumerate(bill.lines)
        ]
    numbered, coded, units = (
        rng.random() < 0.4,
        rng.random() < 0.15,
        any(one.unit for one in bill.lines),
    )
    heads = [str(one) for one in rng.choice(bill.place.bill["heads"]) if one]
    if not units:
        heads = [one for at, one in enumerate(heads) if at != 2 or len(heads) < 5]
    rows: list[Row] = []
    if rng.random() < 0.9:
        rows.append(row(*(["Pos."] if numbered else []), *heads))
    order = rng.choice(("name_first", "name_first", "count_first", "joined"))
    for at, line in enumerate(bill.lines):
        cells = _cells(bill.place, line, f"/line_items/{at}", order)
        front = [str(at + 1)] if numbered else []
        front += [digits(rng, "?-####")] if coded else []
        rows.append((*(cell(one) for one in front), *cells))
        if rng.random() < 0.06:
            rows.append(
                row(digits(rng, rng.choice(("S/N ########", "Art. ######", "Ref ####-###"))))
            )
    return rows


def totals(rng: random.Random, bill: Bill, marked: bool) -> list[Row]:
    """From the sum of the lines to what is left to pay."""
    words, rows = bill.place.bill, list[Row]()
    if bill.off or bill.plus:
        rows.append(_sum(rng.choice(words["lines"]), bill.place.amount(bill.net), "/line_total"))
        rows += (
            [_sum(rng.choice(words["off"]), f"-{bill.place.amount(bill.off)}")] if bill.off else []
        )
        rows += [_sum(rng.choice(words["plus"]), bill.place.amount(bill.plus))] if bill.plus else []
    rows.append(_sum(rng.choice(words["net"]), bill.place.amount(bill.basis), "/tax_basis_total"))
    rows += _taxes(rng, bill)
    rows.append(_gross(rng, bill, marked))
    if bill.paid:
        sign = rng.choice(("-", "", "- "))
        rows.append(_sum(rng.choice(words["paid"]), sign + bill.place.amount(bill.paid)))
        rows.append(_sum(rng.choice(words["left"]), bill.place.amount(bill.due), "/due_payable"))
    elif rng.random() < 0.15:
        rows.append(_sum(rng.choice(words["left"]), bill.place.amount(bill.due), "/due_payable"))
    return rows


def ending(rng: random.Random, bill: Bill) -> list[Row]:
    """Terms and an account: more names and numbers that are nobody's."""
    words = bill.place.bill
    rows = [row(str(rng.choice(words["terms"]))) for _ in range(rng.choice((0, 1, 1, 2)))]
    if rng.random() < 0.5:
        rows.append(row(f"IBAN {digits(rng, '??## #### #### #### ####')}"))
    if rng.random() < 0.3:
        rows.append(row(f"BIC {digits(rng, '????DEFF###')}"))
    if rng.random() < 0.15:
        rows.append(row(person(rng, bill.place)))
    if rng.random() < 0.15 and "page" in words:
        rows.append(row(f"{rng.choice(words['page'])} 1 / 1"))
    return rows


def _cells(place: Place, line: Line, at: str, order: str) -> list[Cell]:
    name, price = cell(line.name, f"{at}/name"), cell(place.amount(line.price), f"{at}/net_price")
    count = cell(place.count(line.quantity), f"{at}/quantity")
    unit = [cell(line.unit, f"{at}/unit")] if line.unit else []
    total = cell(place.amount(line.total), f"{at}/line_total")
    match order:
        case "count_first":
            return [count, *unit, name, price, total]
        case "joined":
            both = (*count, *((Span(" "), *unit[0]) if unit else ()))
            return [name, both, price, total]
    return [name, count, *unit, price, total]


def _loose(rng: random.Random, place: Place, line: Line, at: str) -> Row:
    """`12 h Support x 40.00 = 480.00`, `Support: 12 h at 40.00 | 480.00`."""
    count = Span(place.count(line.quantity), f"{at}/quantity")
    unit = (Span(" "), Span(line.unit, f"{at}/unit")) if line.unit else ()
    name, price = Span(line.name, f"{at}/name"), Span(place.amount(line.price), f"{at}/net_price")
    total = Span(place.amount(line.total), f"{at}/line_total")
    sign = Span(rng.choice((" x ", " @ ", " à ")))
    if rng.random() < 0.5:
        return ((count, *unit, Span(" "), name, sign, price), (total,))
    return ((name, Span(": "), count, *unit, sign, price, Span(" = "), total),)


def _sum(name: object, amount: str, field: str = "") -> Row:
    return (cell(str(name)), cell(amount, field))


def _taxes(rng: random.Random, bill: Bill) -> list[Row]:
    if bill.reverse:
        note = row(str(rng.choice(bill.place.bill["reverse"])))
        zero = _sum(f"{rng.choice(bill.place.tax)} 0%", bill.place.amount(Decimal(0)))
        return [zero, note] if rng.random() < 0.5 else [note]
    name = str(rng.choice(bill.place.tax))
    made = []
    for rate, tax in zip(bill.rates, bill.taxes, strict=True):
        shown = bill.place.count(rate)
        text = rng.choice((f"{name} {shown}%", f"{shown} % {name}", f"{name} ({shown}%)"))
        made.append(_sum(text, bill.place.amount(tax)))
    return made


def _gross(rng: random.Random, bill: Bill, marked: bool) -> Row:
    name, shown = (
        str(rng.choice(bill.place.bill["gross"])),
        Span(bill.place.amount(bill.gross), "/grand_total"),
    )
    if not marked:
        return (cell(name), (shown,))
    mark = Span(rng.choice(bill.place.marks), "/currency")
    match rng.randrange(3):
        case 0:
            return ((Span(f"{name} "), mark), (shown,))
        case 1:
            return (
                cell(name),
                (shown, Span(" "), mark) if bill.place.after else (mark, Span(" "), shown),
            )
    return (cell(name), (mark,), (shown,))
