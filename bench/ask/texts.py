"""Drawn documents, and a question to each that its passage answers."""

from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid5

from winnow.contracts.base import NAMESPACE

GOODS = [
    "tiles",
    "lamps",
    "pumps",
    "valves",
    "chairs",
    "cables",
    "boards",
    "filters",
    "hinges",
    "panels",
]
TOWNS = ["Delft", "Gent", "Lund", "Turin", "Graz", "Porto", "Brno", "Cork", "Split", "Vaasa"]
MONTHS = ["January", "March", "April", "June", "August", "October", "November"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of one passage."""

    id: UUID
    file_name: str
    text: str
    question: str


def papers(count: int, seed: int = 1) -> list[Paper]:
    """So many, each about a house of its own."""
    chance = Random(seed)
    return [_paper(number, chance) for number in range(count)]


def _paper(number: int, chance: Random) -> Paper:
    house = f"House {chance.choice(TOWNS)} {number}"
    goods, month = chance.choice(GOODS), chance.choice(MONTHS)
    notice, price = chance.randint(10, 90), chance.randint(100, 9999)
    text = (
        f"{house} delivers {goods} until the {chance.randint(1, 28)}th of {month}. "
        f"The price of one lot is {price} euros. "
        f"Notice is given in writing, {notice} days before the end of a quarter."
    )
    id_ = uuid5(NAMESPACE, f"bench/ask/paper-{number}")
    return Paper(id_, f"{number}.pdf", text, f"What does {house} deliver until {month}?")
