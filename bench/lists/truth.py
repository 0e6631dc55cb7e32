"""Made-up lists of goods; each row has a tag that stands nowhere else."""

from dataclasses import dataclass
from random import Random
from typing import Any

from winnow.recipes.recipe import Recipe

NAMES = ("Hex bolt", "Washer", "Oak board", "Lamp oil", "Copper pipe", "Paint brush", "Door hinge")
NOTES = ("galvanised", "box of ten", "left hand", "matt black", "food safe", "spare part")
SUBTEXT = ("to drawing 4471 in the colour agreed", "delivered in two parts, second in May")

RECIPE = Recipe(
    recipe="goods_list",
    version=1,
    title="Goods list",
    description="A list of goods with prices.",
    fields={
        "type": "object",
        "properties": {
            "list_number": {"type": "string", "description": "Number of the list."},
            "grand_total": {"type": "number", "description": "Total of all lines."},
            "goods": {
                "type": "array",
                "description": "The goods in printed order; no totals.",
                "items": {
                    "type": "object",
                    "properties": {
                        "tag": {"type": "string", "description": "The article tag."},
                        "name": {"type": "string", "description": "Description of the goods."},
                        "quantity": {"type": "number", "description": "How many."},
                        "price": {"type": "number", "description": "Price of one."},
                        "amount": {"type": "number", "description": "Amount of the line."},
                    },
                },
            },
        },
    },
)


@dataclass(frozen=True, slots=True)
class GoodsList:
    """A list before it is printed; cells as printed, in the order of the columns."""

    number: str
    rows: tuple[dict[str, Any], ...]

    @property
    def total(self) -> float:
        return round(sum(row["amount"] or 0 for row in self.rows), 2)


def goods_list(rows: int, seed: int, *, long_names: bool, narrow: bool) -> GoodsList:
    """A list of so many rows. `narrow` lists have no quantity and no price."""
    random = Random(seed)
    return GoodsList(
        f"L-{random.randrange(10_000, 99_999)}",
        tuple(_row(random, number, long_names, narrow) for number in range(1, rows + 1)),
    )


def _row(random: Random, number: int, long_names: bool, narrow: bool) -> dict[str, Any]:
    quantity, price = random.randrange(1, 40), random.randrange(50, 90_000) / 100
    name = f"{random.choice(NAMES)} {random.choice(NOTES)}"
    if long_names and random.random() < 0.5:
        name += f" {random.choice(SUBTEXT)}"
    return {
        "tag": f"R{number:04}{random.choice('KLMNP')}{random.randrange(10, 99)}",
        "name": name,
        "quantity": None if narrow else quantity,
        "price": None if narrow or random.random() < 0.05 else price,
        "amount": round(quantity * price, 2),
    }
