"""How a country writes: its words, names, addresses, days and amounts, read from `words/`."""

import random
import re
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ruamel.yaml import YAML

LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """What `words/<code>.yaml` says; `comma`: 1.234,50; `after`: 12,50 €; `whole`: no decimals."""

    code: str
    country: str
    language: str
    weight: int
    currency: str
    marks: list[str]
    dates: list[str]
    rates: list[str]
    tax: list[str]
    vat_id: list[str]
    legal: list[str]
    first: list[str]
    last: list[str]
    people: list[str]
    streets: list[str]
    cities: list[str]
    shops: dict[str, list[str]]
    goods: dict[str, list[str]]
    labels: dict[str, Any]
    bill: dict[str, Any]
    months: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    comma: bool = False
    after: bool = False
    whole: bool = False
    thousands: str = ""

    def amount(self, value: Decimal, grouped: bool = True) -> str:
        """An amount as it is printed here: 1,234.50, 1.234,50, 1'234.50 or 1,234."""
        text = f"{value:,.0f}" if self.whole else f"{value:,.2f}"
        parting = (self.thousands or ("." if self.comma else ",")) if grouped else ""
        point = "," if self.comma else "."
        return "".join({",": parting, ".": point}.get(one, one) for one in text)

    def count(self, value: Decimal) -> str:
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if self.comma else text

    def day(self, value: date, how: str) -> str:
        """A day by a strftime pattern, with this language's months."""
        if self.months and self.language != "en":
            month = self.months[value.month - 1]
            how = how.replace("%B", month).replace("%b", month[:3])
        return value.strftime(how)

    def label(self, rng: random.Random, name: str) -> str:
        return str(rng.choice(self.labels[name]))


@lru_cache
def places() -> tuple[Place, ...]:
    """All places, by code."""
    folder = files("winnow.tuning.generating") / "words"
    codes = sorted(file.name.removesuffix(".yaml") for file in folder.iterdir())
    known = {one.name for one in fields(Place)}
    return tuple(
        Place(code, **{key: value for key, value in _words(code).items() if key in known})
        for code in codes
    )


def place_for(rng: random.Random) -> Place:
    """A place, those with more weight more often."""
    return rng.choices(places(), [place.weight for place in places()])[0]


@lru_cache
def _words(code: str) -> dict[str, Any]:
    text = (files("winnow.tuning.generating") / "words" / f"{code}.yaml").read_text("utf-8")
    own: dict[str, Any] = YAML(typ="safe").load(text)
    return _over(_words(own["like"]), own) if "like" in own else own


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    both = {**base, **own}
    for key in base.keys() & own.keys():
        if isinstance(base[key], dict):
            both[key] = _over(base[key], own[key])
    return both


def digits(rng: random.Random, pattern: str) -> str:
    """A pattern with each # a digit and each ? a letter."""
    text = re.sub("#", lambda _: str(rng.randrange(10)), pattern)
    return re.sub(r"\?", lambda _: rng.choice(LETTERS), text)
