"""Names of companies and people, and addresses, that nobody has."""

import random
import re
from typing import Final

from winnow.tuning.generating.places import LETTERS, Place

VOWELS: Final = "aeiou"
SOUNDS: Final = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "st",
    "gr",
    "th",
    "ch",
    "sh",
    "tr",
    "pl",
    "kr",
]


def invented(rng: random.Random, place: Place) -> str:
    """A name of the place's own syllables, or of none that we know, for variety."""
    if place.language in {"zh", "ja", "ar"} or rng.random() < 0.6:
        return str(rng.choice(place.first) + rng.choice(place.last))
    sounds = (rng.choice(SOUNDS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 2, 3))))
    return ("".join(sounds) + rng.choice(("", "n", "r", "s", "l", "x"))).capitalize()


def company(rng: random.Random, place: Place, kind: str) -> str:
    """A shop's name with its trade and legal form."""
    name, trade = invented(rng, place), str(rng.choice(place.shops[kind]))
    if place.language == "en" and rng.random() < 0.15:
        name = f"{name} & {invented(rng, place)}"
    elif rng.random() < 0.12:
        name = rng.choice((f"{rng.choice(LETTERS)}.{rng.choice(LETTERS)}. {name}", f"The {name}",
                           f"{name} {rng.randrange(2, 100)}", f"{name}'s"))  # fmt: skip
    front = place.language in {"de", "fr", "es", "it", "pt", "tr", "ms"} and rng.random() < 0.5
    parts = [trade, name] if front else [name, trade]
    if rng.random() < 0.25:
        parts = [name]
    if rng.random() < 0.15:
        parts.append(f"({invented(rng, place)})")
    legal = str(rng.choice(place.legal))
    return " ".join(part for part in [*parts, legal] if part)


def firm(rng: random.Random, place: Place) -> str:
    """A company that buys or sells to companies."""
    kind = rng.choice(("hardware", "hardware", "hotel", "restaurant", "supermarket", "pharmacy"))
    name, legal = invented(rng, place), [one for one in place.legal if one] or [""]
    trade = str(rng.choice([*place.bill.get("trades", []), *place.shops[kind], ""]))
    return " ".join(part for part in (name, trade, str(rng.choice(legal))) if part)


def person(rng: random.Random, place: Place) -> str:
    return f"{rng.choice(place.people)} {invented(rng, place).strip()}"


def address(rng: random.Random, place: Place) -> list[str]:
    """The lines of an address, each as printed, commas at their ends included."""
    lines = [_filled(rng, place, rng.choice(place.streets))]
    if place.areas and (area := rng.choice(place.areas)):
        lines.append(_filled(rng, place, area))
    lines.append(_filled(rng, place, rng.choice(place.cities)))
    if place.states and "{S}" not in "".join(place.cities) and rng.random() < 0.6:
        lines.append(str(rng.choice(place.states)))
    if rng.random() < 0.25 and len(lines) > 2:
        lines[-2:] = [", ".join(lines[-2:])]
    if rng.random() < 0.1:
        lines = [", ".join(lines)]
    if rng.random() < (0.6 if place.country in {"MY", "SG"} else 0.15):
        lines = [f"{line}," for line in lines[:-1]] + [lines[-1] + rng.choice(("", "", ".", ","))]
    return lines


def _filled(rng: random.Random, place: Place, pattern: str) -> str:
    """A pattern with its names and numbers: {Name} {NAME} {n} {m} {d} {z} {p} {A} {S}."""

    def value(found: re.Match[str]) -> str:
        match found[1]:
            case "Name":
                return invented(rng, place).strip()
            case "NAME":
                return invented(rng, place).strip().upper()
            case "n" | "m":
                return str(rng.randrange(1, 130))
            case "d":
                return str(rng.randrange(1, 10))
            case "z":
                return f"{rng.randrange(10000, 99999)}"
            case "p":
                return f"{rng.randrange(1000, 9999)}"
            case "S":
                return str(rng.choice(place.states))
            case _:
                return rng.choice(LETTERS)

    return re.sub(r"\{(\w+)\}", value, pattern)
