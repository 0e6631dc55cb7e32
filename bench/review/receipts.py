"""Receipts of which the model misread something, as a real one does."""

import random
from dataclasses import dataclass
from typing import Any, Final

from bench.review.drawing import PageDrawing
from bench.review.paper import Paper, Reading

from winnow.contracts.evidence import Scalar

SHOPS: Final = ("Bramble & Finch", "Harbour Deli", "Kopi Senja", "Lindenhof Markt", "Casa Olmo")
STREETS: Final = ("Quay Lane", "Orchard Road", "Mill Street", "Station Square")
THINGS: Final = ("Tea", "Rye bread", "Apples", "Olive oil", "Coffee beans", "Soap", "Batteries")


@dataclass(frozen=True, slots=True)
class Slip:
    """What a till printed."""

    number: int
    shop: str
    date: str
    address: str
    things: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return round(sum(amount for _, amount in self.things), 2)


def receipt(number: int, *, worn: bool = True, priority: int = 0) -> Paper:
    """A receipt; of a worn one the total is misread and two more values are in doubt.

    Number and content follow from each other, so that documents differ and runs are alike.
    """
    slip = _slip(number)
    data = {
        "company": slip.shop,
        "date": slip.date,
        "address": slip.address,
        "total": slip.total,
        "currency": "EUR",
        "items": [
            {"name": name, "quantity": None, "amount": amount} for name, amount in slip.things
        ],
    }
    truth: dict[str, Scalar] = {"/company": slip.shop, "/date": slip.date, "/total": slip.total}
    readings: dict[str, Reading] = {}
    if worn:
        data["total"], readings = _misread(slip)
    return Paper(
        file_name=f"receipt-{number:05}.png",
        recipe="receipt",
        data=data,
        pages=(_drawn(slip, worn=worn),),
        readings=readings,
        truth=truth,
        sentences=(f"{slip.shop} sold {len(slip.things)} things.", "It was paid in cash."),
        priority=priority,
        media_type="image/png",
    )


def _slip(number: int) -> Slip:
    chance = random.Random(number)
    things = chance.sample(THINGS, chance.randint(2, 5))
    return Slip(
        number,
        shop=f"{chance.choice(SHOPS)} {number}",
        date=f"2026-{chance.randint(1, 9):02}-{chance.randint(10, 28)}",
        address=f"{chance.randint(1, 99)} {chance.choice(STREETS)}",
        things=tuple((thing, chance.randint(100, 2000) / 100) for thing in things),
    )


def _misread(slip: Slip) -> tuple[float, dict[str, Reading]]:
    """A total off by a digit, which the second reading saw; a date and a shop that are right."""
    wrong = round(slip.total + 10, 2)
    differs: dict[str, Any] = {
        "agreement": "differs",
        "second_value": slip.total,
        "second_reader": "layout",
        "ocr_confidence": 0.61,
        "rules_broken": ("items-add-up",),
    }
    return wrong, {
        "/total": Reading(f"{slip.total:.2f}", confidence=0.42, signals=differs),
        "/date": Reading(confidence=0.78, signals={"ocr_confidence": 0.74}),
        "/company": Reading(confidence=0.83, signals={"agreement": "silent"}),
    }


def _drawn(slip: Slip, *, worn: bool) -> PageDrawing:
    page = PageDrawing(1, 420, 594)
    unclear = 0.61 if worn else 0.98
    page.write(slip.shop, 20, 0.97)
    page.write(slip.address, 13, 0.96)
    page.write(f"Receipt {slip.number} {slip.date}", 13, 0.9)
    page.skip(14)
    for name, amount in slip.things:
        page.write(f"{name}     {amount:.2f}", 14, 0.95)
    page.skip(10)
    page.write(f"TOTAL EUR   {slip.total:.2f}", 18, unclear)
    page.write("Cash, thank you", 13, 0.95)
    page.speckle(400 if worn else 0)
    return page
