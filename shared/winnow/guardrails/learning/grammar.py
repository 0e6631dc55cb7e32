"""Draws texts from a grammar: templates whose {names} stand for lists of phrases, in any depth."""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text, whether it is of the bad kind, and the template that it is from."""

    text: str
    bad: bool
    template: str


class Grammar:
    """A file with the tables `bad` and `good` (templates by kind) and `words` (lists by name)."""

    def __init__(self, name: str) -> None:
        source = files("winnow.guardrails.learning.grammars") / f"{name}.toml"
        read = tomllib.loads(source.read_text(encoding="utf-8"))
        self._words: dict[str, list[str]] = read["words"]
        self._templates = {
            bad: [one for kind in read[name].values() for one in kind]
            for bad, name in ((True, "bad"), (False, "good"))
        }

    def draw(self, count: int, seed: int) -> Iterator[Drawn]:
        """`count` different texts of either kind, as far as the grammar has them."""
        chance = random.Random(seed)  # noqa: S311
        for bad, templates in self._templates.items():
            seen: set[str] = set()
            for turn in range(3 * count):
                template = templates[turn % len(templates)]
                text = self._filled(template, chance)
                if text not in seen:
                    seen.add(text)
                    yield Drawn(text, bad, template)
                if len(seen) == count:
                    break

    def _filled(self, template: str, chance: random.Random) -> str:
        while SLOT.search(template):
            template = SLOT.sub(lambda slot: chance.choice(self._words[slot[1]]), template)
        return _varied(template, chance)


def _varied(text: str, chance: random.Random) -> str:
    """As people write: sometimes in lower case, sometimes without the last full stop."""
    text = text[:1].upper() + text[1:]
    if chance.random() < 0.15:
        text = text.lower()
    return text.rstrip(".") if chance.random() < 0.2 else text
