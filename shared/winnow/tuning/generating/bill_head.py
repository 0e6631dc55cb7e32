"""The upper part of an invoice: who bills whom, and its numbers and days."""

import random
from datetime import timedelta
from typing import Final

from winnow.tuning.generating.billing import Bill
from winnow.tuning.generating.names import address, firm
from winnow.tuning.generating.paper import Cell, Row, Span, cell, row
from winnow.tuning.generating.places import digits

OTHERS: Final = ("#####", "PO-####", "?####", "45########")  # numbers that are not the invoice's


def head(rng: random.Random, bill: Bill) -> tuple[list[Row], str]:
    """The rows, and what this arrangement is called."""
    ways = {"letter": _letter, "labelled": _labelled, "beside": _beside, "plain": _plain}
    name = rng.choice(list(ways))
    return ways[name](rng, bill), name


def title(rng: random.Random, bill: Bill) -> list[Row]:
    word = rng.choice(bill.place.bill["credit" if bill.credit else "title"])
    if rng.random() < 0.12:
        return [((Span(f"{word} "), Span(bill.number, "/invoice_number")),)]
    return [row(str(word))]


def facts(rng: random.Random, bill: Bill, numbered: bool) -> list[Row]:
    """Number, day, and those that are taken for them: order, customer, due and delivery."""
    words, place = bill.place.bill, bill.place
    how = rng.choice(place.dates)
    day = cell(place.day(bill.issued, how), "/issue_date")
    made: list[tuple[str, Cell]] = [(str(rng.choice(words["issued"])), day)]
    if not numbered:
        made.insert(0, (str(rng.choice(words["number"])), cell(bill.number, "/invoice_number")))
    for key, least in (("due", 7), ("delivered", -9)):
        if rng.random() < 0.4:
            other = place.day(bill.issued + timedelta(days=least + rng.randrange(8)), how)
            made.append((str(rng.choice(words[key])), cell(other)))
    made += [
        (str(rng.choice(words[key])), cell(digits(rng, rng.choice(OTHERS))))
        for key in ("order", "customer")
        if rng.random() < 0.4
    ]
    if rng.random() < 0.5:
        rng.shuffle(made)
    rows = [_fact(rng.choice((": ", " ")), name, value, rng.random() < 0.5) for name, value in made]
    if rng.random() < 0.2:
        return [tuple(cell(name) for name, _ in made), tuple(value for _, value in made)]
    if len(rows) > 1 and rng.random() < 0.2:
        return [(*rows[0], *rows[1]), *rows[2:]]
    return rows


def _fact(joint: str, name: str, value: Cell, apart: bool) -> Row:
    return (cell(f"{name}{joint}".strip()), value) if apart else ((Span(name + joint), *value),)


def vat(rng: random.Random, bill: Bill) -> list[Row]:
    """The seller's VAT number, or a local one that is none; at times the buyer's too."""
    name = str(rng.choice(bill.place.bill["vat"]))
    rows: list[Row] = []
    if bill.vat_id:
        local = not bill.vat_id.startswith(bill.place.country)  # the recipe wants country letters
        number = Span(bill.vat_id, "" if local else "/seller_vat_id")
        rows.append(((Span(f"{name}{rng.choice((': ', ' '))}"), number),))
    elif rng.random() < 0.4:
        rows.append(row(f"{bill.place.label(rng, 'approval')} {digits(rng, '##/###/#####')}"))
    return rows


def buyer(rng: random.Random, bill: Bill, labelled: bool) -> list[Row]:
    words = bill.place.bill
    name: Cell = cell(bill.buyer, "/buyer_name")
    rows: list[Row] = []
    if labelled:
        label = str(rng.choice(words["buyer"]))
        rows.append(
            (cell(f"{label}:"), name) if rng.random() < 0.5 else ((Span(f"{label}: "), *name),)
        )
    else:
        rows.append((name,))
    rows += [row(line.rstrip(",")) for line in bill.buyer_address]
    if labelled and rng.random() < 0.15:
        other = digits(rng, rng.choice(bill.place.vat_id or ["#########"]))
        rows.append(row(f"{rng.choice(words['vat'])}: {other}"))
    if "ship" in words and rng.random() < 0.12:
        rows += [
            row(f"{rng.choice(words['ship'])}: {firm(rng, bill.place)}"),
            *map(row, address(rng, bill.place)),
        ]
    return rows


def _seller(rng: random.Random, bill: Bill) -> list[Row]:
    lines = [row(line.rstrip(",")) for line in bill.seller_address]
    phone = [row(f"{bill.place.label(rng, 'phone')} {digits(rng, '0## ### ###')}")]
    return [(cell(bill.seller, "/seller_name"),), *lines, *(phone if rng.random() < 0.4 else [])]


def _plain(rng: random.Random, bill: Bill) -> list[Row]:
    top = title(rng, bill)
    rows = [*_seller(rng, bill), *vat(rng, bill)]
    rows = [*top, *rows] if rng.random() < 0.5 else [*rows, *top]
    return [*rows, *facts(rng, bill, _numbered(top)), *buyer(rng, bill, labelled=True)]


def _labelled(rng: random.Random, bill: Bill) -> list[Row]:
    top = title(rng, bill)
    name = str(rng.choice(bill.place.bill["seller"]))
    seller = _seller(rng, bill)
    seller[0] = (
        ((Span(f"{name}: "), *seller[0][0]),) if rng.random() < 0.6 else (cell(name), *seller[0])
    )
    blocks = [[*seller, *vat(rng, bill)], buyer(rng, bill, labelled=True)]
    if rng.random() < 0.25:
        blocks.reverse()
    return [*top, *facts(rng, bill, _numbered(top)), *blocks[0], *blocks[1]]


def _letter(rng: random.Random, bill: Bill) -> list[Row]:
    """A letter: the sender in one small line, the buyer without a label, then what it is."""
    spans = [Span(bill.seller, "/seller_name")]
    joint = rng.choice((" · ", ", ", " - ", " | "))
    spans += [Span(joint + line.rstrip(",")) for line in bill.seller_address]
    top = title(rng, bill)
    rows: list[Row] = [(tuple(spans),), *buyer(rng, bill, labelled=False)]
    tail = [*vat(rng, bill), *facts(rng, bill, _numbered(top))]
    return [*rows, *top, *tail]


def _beside(rng: random.Random, bill: Bill) -> list[Row]:
    """Buyer and facts, or seller and buyer, in two columns."""
    top = title(rng, bill)
    left = buyer(rng, bill, labelled=rng.random() < 0.7)
    right = facts(rng, bill, _numbered(top))
    merged = _columns(left, right)
    if rng.random() < 0.4:
        merged = [*_columns(_seller(rng, bill), left), *right]
        return [*top, *merged, *vat(rng, bill)]
    return [*_seller(rng, bill), *vat(rng, bill), *top, *merged]


def _columns(left: list[Row], right: list[Row]) -> list[Row]:
    longest = max(len(left), len(right))
    pairs = zip(
        left + [()] * (longest - len(left)), right + [()] * (longest - len(right)), strict=True
    )
    return [(*one, *two) for one, two in pairs]


def _numbered(top: list[Row]) -> bool:
    return any(span.field for line in top for one in line for span in one)
