"""A model of stated strength, made of the gold: right values, and wrong ones as models make them.

How often a leaf is right is `ability` plus luck of its own, in log odds; what the model tells of it
(its token probability) rises with that, but is too high and noisy, as with real models. A wrong
value is another one of the same document, a misread one, an invented one, or null.
"""

import math
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.recipes.equality import same

AMOUNT: Final = re.compile(r"(?<![\d.,])\d{1,6}[.,]\d{2}(?![\d.,])")
CONFUSED: Final = str.maketrans("0O1lI5S8B6GmnceUuvi", "O0lI1S5B8G6nmecuvul")
INVENTED: Final = ("Northgate Trading Ltd", "Main Street 1", "Delaware", "2 years", "Acme Inc.")
LUCK: Final = 2.0  # standard deviation of a leaf's own part, in log odds
BOAST: Final = (1.0, 0.7, 1.3, 0.5)  # told = a + b * chance + noise, less when it is wrong


@dataclass(frozen=True, slots=True)
class Pretender:
    """A model that is as good as `ability` says: about that share of its values is right."""

    name: str
    ability: float

    def answer(
        self, gold: dict[str, Any], text: str, rng: random.Random
    ) -> tuple[dict[str, Any], dict[str, float]]:
        """Data in the form of the gold, and the token probability of each leaf by pointer."""
        told: dict[str, float] = {}
        data = {name: self._value(true, f"/{name}", text, rng, told) for name, true in gold.items()}
        return data, told

    def _value(
        self, true: Any, pointer: str, text: str, rng: random.Random, told: dict[str, float]
    ) -> Any:
        if isinstance(true, list):
            rows = [one for one in true if rng.random() < 0.97] or true[:1]
            return [
                self._value(one, f"{pointer}/{row}", text, rng, told)
                for row, one in enumerate(rows)
            ]
        if isinstance(true, dict):
            return {
                name: self._value(one, f"{pointer}/{name}", text, rng, told)
                for name, one in true.items()
            }
        chance = math.log(self.ability / (1 - self.ability)) + rng.gauss(1.0, LUCK)
        right = rng.random() < _share(chance)
        offset, slope, noise, less = BOAST
        boast = offset + slope * chance + rng.gauss(0, noise) - (0 if right else less)
        told[pointer] = _share(boast)
        return true if right else wrong(true, text, rng)


def wrong(true: Scalar, text: str, rng: random.Random) -> Scalar:
    """Another value than the true one, of a kind that models return."""
    ways = [_another, _another, _misread, _invented, lambda *_: None]
    rng.shuffle(ways)
    for way in ways:
        if not same(value := way(true, text, rng), true):
            return value
    return "none of these"


def _another(true: Scalar, text: str, rng: random.Random) -> Scalar:
    """Another amount, day or line of the document."""
    if isinstance(true, bool):
        return not true
    if isinstance(true, int | float):
        amounts = [float(found.replace(",", ".")) for found in AMOUNT.findall(text)]
        return rng.choice(amounts) if amounts else None
    if _is_day(true):
        return _other_day(true, text, rng)
    lines = [line.strip()[:80] for line in text.splitlines() if len(line.strip()) >= 3]
    return rng.choice(lines) if lines else None


def _misread(true: Scalar, _text: str, rng: random.Random) -> Scalar:
    """One digit or letter taken for another that looks alike."""
    if true is None or isinstance(true, bool):
        return None
    if isinstance(true, int | float):
        digits = f"{true:.2f}"
        at = rng.choice([place for place, sign in enumerate(digits) if sign.isdigit()])
        return float(
            digits[:at] + str((int(digits[at]) + rng.choice((1, 3, 5))) % 10) + digits[at + 1 :]
        )
    if _is_day(true):
        return _shifted(str(true), rng.choice((1, 7, 30, 365)))
    places = [at for at, sign in enumerate(true) if sign.translate(CONFUSED) != sign]
    if not places:
        return true[: max(1, len(true) // 2)]
    at = rng.choice(places)
    return true[:at] + true[at].translate(CONFUSED) + true[at + 1 :]


def _invented(true: Scalar, _text: str, rng: random.Random) -> Scalar:
    if isinstance(true, int | float) and not isinstance(true, bool):
        return round(float(true) * rng.uniform(0.3, 3) + 0.5, 2)
    if _is_day(true):
        return _shifted(str(true), rng.randint(-900, 900))
    return rng.choice(INVENTED)


def _other_day(true: Scalar, text: str, rng: random.Random) -> Scalar:
    swapped = str(true)[:5] + str(true)[8:] + str(true)[4:7]
    days = [swapped, *re.findall(r"\d{4}-\d{2}-\d{2}", text)]
    day = rng.choice(days)
    return day if _is_day(day) else None


def _is_day(value: Scalar) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _shifted(iso: str, days: int) -> str:
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
