"""Receipts: the parts of a slip in their order, or told in sentences."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from winnow.tuning.generating.paper import Paper, Row, Span, row
from winnow.tuning.generating.places import place_for
from winnow.tuning.generating.purchases import Item, Purchase, draw_purchase
from winnow.tuning.generating.slip_foot import farewell, foot
from winnow.tuning.generating.slip_head import head, when
from winnow.tuning.generating.slip_items import body
from winnow.tuning.generating.telling import told


def draw_receipt(rng: random.Random) -> Paper:
    """One receipt with its truth under the recipe `receipt`."""
    bought = draw_purchase(rng, place_for(rng))
    if rng.random() < 0.1:
        rows, layout = told(rng, bought), "told"
    else:
        rows, layout = _slip(rng, bought)
    traits = {"language": bought.place.language, "country": bought.place.country,
              "layout": layout, "kind": bought.kind}  # fmt: skip
    paper = Paper("receipt", tuple(rows), _gold(bought, rows), traits)
    shouts = rng.random() < (0.7 if bought.place.country in {"MY", "SG"} else 0.25)
    return (paper.changed(_shouted) if shouts else paper).settled()


def _slip(rng: random.Random, bought: Purchase) -> tuple[list[Row], str]:
    marked = rng.random() < 0.9
    top, times = head(rng, bought), when(rng, bought)
    middle, layout = body(rng, bought)
    low, end = foot(rng, bought, marked), farewell(rng, bought)
    title = [row(bought.place.label(rng, "welcome"))] if rng.random() < 0.45 else []
    rule = [row(rng.choice(("-" * 28, "=" * 24, "*" * 20)))] if rng.random() < 0.2 else []
    match rng.random():
        case chance if chance < 0.7:
            parts = [top, title, times, rule, middle, rule, low, end]
        case chance if chance < 0.85:
            parts = [top, title, middle, rule, low, times, end]
        case chance if chance < 0.93:
            parts = [top, title, middle, low, end, times]
        case _:
            parts = [title, times, top, rule, middle, low, end]
    return [line for part in parts for line in part], layout


def _shouted(span: Span) -> Span:
    return replace(span, text=span.text.upper())


def _gold(bought: Purchase, rows: list[Row]) -> dict[str, Any]:
    spans = [span for line in rows for one in line for span in one]
    fields = {span.field for span in spans}
    words = {word.strip("()") for span in spans for word in span.text.split()}
    marked = "/currency" in fields or bool(words & {*bought.place.marks, "euro"})
    return {
        "company": bought.company,
        "date": bought.at.date().isoformat() if "/date" in fields else None,
        "address": None,
        "total": float(bought.total),
        "currency": bought.place.currency if marked else None,
        "items": [_row(item, at, fields) for at, item in enumerate(bought.items)],
    }


def _row(item: Item, at: int, fields: set[str]) -> dict[str, Any]:
    printed = item.quantity is not None and f"/items/{at}/quantity" in fields
    quantity = float(item.quantity or Decimal(0)) if printed else None
    return {"name": None, "quantity": quantity, "amount": float(item.amount)}
