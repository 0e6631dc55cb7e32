"""Made-up receipts of one shop type, labelled."""

import random
from typing import Any

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.given import given_document
from winnow.recipes.recipe import Recipe

FIELDS = {
    "company": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "address": {"type": "string"},
    "total": {"type": "number"},
    "kind": {"type": "string", "enum": ["cash", "card"]},
    "till": {"type": "integer"},
    "note": {"type": "string"},
    "items": {
        "type": "array",
        "items": {"type": "object", "properties": {"amount": {"type": "number"}}},
    },
}
FIRST = ("PERNIAGAAN", "KEDAI", "RESTORAN", "BAKERY", "HARDWARE", "PHARMACY", "OPTICAL")
LAST = ("ZHENG HUI", "MELUR", "SELERA", "HARMONI", "SETIA", "BINTANG", "KENANGA", "MAWAR")
TOWNS = ("81760 JOHOR BAHRU", "40170 SHAH ALAM", "55100 KUALA LUMPUR", "42200 KLANG")

Slip = tuple[ParsedDocument, dict[str, Any]]


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    fields = {"type": "object", "properties": FIELDS}
    return Recipe(recipe="slip", version=1, title="Slip", description="A slip.", fields=fields)


def slip(number: int) -> Slip:
    chance = random.Random(number)
    company = f"{chance.choice(FIRST)} {chance.choice(LAST)} SDN BHD"
    street = f"NO.{chance.randint(1, 99)} JALAN {chance.choice(LAST)} {chance.randint(1, 40)}"
    town = chance.choice(TOWNS)
    prices = [chance.randint(100, 9000) / 100 for _ in range(chance.randint(2, 5))]
    total = round(sum(prices), 2)
    day, month = chance.randint(13, 28), chance.randint(1, 12)
    card = chance.random() < 0.5
    paid = total if card else total + 10
    lines = [
        (company, None),
        (f"({chance.randint(100000, 999999)}-W)", None),
        (street, None),
        (town, None),
        (f"TEL : 07-{chance.randint(1000000, 9999999)}", None),
        ("DATE :", f"{day:02}/{month:02}/2018"),
        ("TILL NO", str(chance.randint(1, 9))),
        *((f"ITEM {chance.randint(100, 999)}", f"{price:.2f}") for price in prices),
        ("TOTAL RM", f"{total:.2f}"),
        ("VISA CARD" if card else "CASH", f"{paid:.2f}"),
        *((("CHANGE", "10.00"),) if not card else ()),
    ]
    gold = {
        "company": company,
        "date": f"2018-{month:02}-{day:02}",
        "address": f"{street} {town}",
        "total": total,
        "kind": "card" if card else "cash",
        "note": None,
    }
    return given_document(None, list(_boxes(lines)), (400.0, 600.0)), gold


def _boxes(lines: list[tuple[str, str | None]]) -> Any:
    for at, (left, right) in enumerate(lines):
        top, bottom = 20 + 24 * at, 36 + 24 * at
        end = 20 + 8 * len(left)
        yield {"text": left, "box": [20, top, end, top, end, bottom, 20, bottom]}
        if right:
            begin = 390 - 8 * len(right)
            yield {"text": right, "box": [begin, top, 390, top, 390, bottom, begin, bottom]}


@pytest.fixture(scope="session")
def slips() -> list[Slip]:
    return [slip(number) for number in range(60)]


@pytest.fixture(scope="session")
def new_slips() -> list[Slip]:
    return [slip(number) for number in range(1000, 1020)]
