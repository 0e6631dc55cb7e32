"""What reading a picture does to its text: learnt by comparing, then done to other texts."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from winnow.tuning.generating.paper import Paper, Span, cell_text, row

KIN: Final = 55  # per cent of likeness below which a line is taken for lost
LOOKALIKES: Final = {"0": "Oo", "1": "lI|", "5": "S", "8": "B", "2": "Z", ".": ",", ",": "."}
MEANT: Final = frozenset(  # fields whose value is meant, however it is printed
    [
        "total",
        "amount",
        "quantity",
        "date",
        "issue_date",
        "currency",
        "net_price",
        "line_total",
        "tax_total",
        "tax_basis_total",
        "grand_total",
        "due_payable",
    ]
)
SPECKS: Final = ("-", ".", "~ .", "|", "— i", "'", "_", "= =")


@dataclass(frozen=True, slots=True)
class Confusions:
    """Rates a character: `swaps` by the true one what is read and how often, "" for nothing.

    `lost` is the share of lines that are not read at all, `specks` that of lines nobody printed.
    """

    swaps: dict[str, dict[str, float]]
    lost: float
    specks: float
    characters: int = 0  # how many it was learnt from

    def spoil(self, paper: Paper, rng: random.Random, strength: float = 1.0) -> Paper:
        """The paper as read: texts are those that can be read, values that were meant stay.

        No digit of a number or date becomes another digit, and no line that prints a value is
        lost, for then nobody could tell what was meant.
        """
        rows = []
        for line in paper.rows:
            blank = all(not span.field for one in line for span in one)
            if blank and rng.random() < self.lost * strength:
                continue
            rows.append(line)
            if rng.random() < self.specks * strength:
                rows.append(row(rng.choice(SPECKS)))
        spoilt = replace(paper, rows=tuple(rows))
        return spoilt.changed(lambda span: self._span(span, rng, strength)).settled()

    def _span(self, span: Span, rng: random.Random, strength: float) -> Span:
        meant = span.field.rsplit("/", 1)[-1] in MEANT
        swap = self._lookalike if meant else self._swap
        return replace(span, text="".join(swap(one, rng, strength) for one in span.text))

    def _swap(self, character: str, rng: random.Random, strength: float) -> str:
        chance = rng.random() / strength
        for other, rate in self.swaps.get(character, {}).items():
            chance -= rate
            if chance < 0:
                return other
        return character

    def _lookalike(self, character: str, rng: random.Random, strength: float) -> str:
        """Only what a reader sees through: O for 0, a space before a decimal point."""
        rate = sum(self.swaps.get(character, {}).values())
        if rng.random() >= rate * strength:
            return character
        if character in ".,":
            return rng.choice((f" {character}", f"{character} "))
        return rng.choice(LOOKALIKES.get(character, character))


def learn(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Confusions:
    """Rates from pairs of printed lines and lines that were read of them.

    Each printed line is compared with the read one most like it (edit distance, Levenshtein 1966).
    """
    seen: Counter[str] = Counter()
    swaps: dict[str, Counter[str]] = {}
    printed, lost, invented = 0, 0, 0
    for lines, read in pairs:
        invented += sum(1 for text in read if len(text.strip()) < 3)
        for line in lines:
            printed += 1
            best = max(read, key=lambda text: ratio(line, text), default="")
            if ratio(line, best) < KIN:
                lost += 1
                continue
            seen.update(line)
            _compare(line, best, swaps)
    rates = {
        one: {other: round(count / seen[one], 5) for other, count in found.most_common(6)}
        for one, found in sorted(swaps.items())
        if seen[one] >= 30
    }
    printed = max(printed, 1)
    return Confusions(rates, round(lost / printed, 4), round(invented / printed, 4), seen.total())


def _compare(line: str, read: str, swaps: dict[str, Counter[str]]) -> None:
    for edit in Levenshtein.editops(line, read):
        at, there = edit.src_pos, edit.dest_pos
        if edit.tag == "insert" and at < len(line):
            swaps.setdefault(line[at], Counter())[read[there] + line[at]] += 1
        elif edit.tag != "insert":
            other = read[there] if edit.tag == "replace" else ""
            swaps.setdefault(line[at], Counter())[other] += 1


@lru_cache
def measured() -> Confusions:
    """What was measured of the project's own reading of pictures; see `scanning`."""
    text = (files("winnow.tuning.generating") / "confusions.json").read_text("utf-8")
    return Confusions(**json.loads(text))


def as_json(confusions: Confusions) -> str:
    return json.dumps(asdict(confusions), ensure_ascii=False, indent=1) + "\n"


def printed_lines(paper: Paper) -> list[str]:
    """The lines of a paper as ingest writes rows: cells apart."""
    return [" | ".join(cell_text(one).strip() for one in line) for line in paper.rows]
