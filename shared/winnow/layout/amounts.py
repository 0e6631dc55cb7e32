"""Amounts as candidates: 1,234.50 and 1.234,50 and RM9.00."""

import re
from collections import Counter
from typing import Final

from winnow.layout.candidates import Block, Candidate
from winnow.layout.context import Context
from winnow.layout.page import Layout

NUMBER: Final = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?:[.,'\u2019]|[ \u00a0\u202f](?=\d{3}[.,]\d))\d{3})+"
    r"(?:[.,]\d{1,3})?(?![\d])"
    r"|(?<![\d.,])\d+(?: ?[.,] ?\d{1,3}(?!\d))?"
)
MONEY: Final = re.compile(
    r"(?:[$\u20ac\u00a3\u00a5]|\b(?:eur|usd|gbp|chf|rm|myr|sgd|inr|aud|cad|sek|dkk|nok|pln|kr|rs)\b\.?)"
    r"\s*-?$",
    re.IGNORECASE,
)
CODE: Final = re.compile(r"(?:[^\W\d_]{2,}|_)$")
MOST: Final = 300  # amounts of a document; of a longer table the middle is left out


def find_amounts(layout: Layout, context: Context, limit: int = MOST) -> list[Candidate]:
    """Every number of the document, with its words around, its rank and its sums."""
    printed = _printed(layout)
    if len(printed) > limit:
        printed = [*printed[: limit // 3], *printed[-2 * limit // 3 :]]
    traits = _traits(printed)
    return [
        Candidate(
            value,
            f"{value:.2f}",
            (*context.of(start, end), (*traits[at], *_beside(layout.text, start, end))),
        )
        for at, (value, start, end, _) in enumerate(printed)
    ]


Printed = tuple[float, int, int, int]


def _printed(layout: Layout) -> list[Printed]:
    """Value, span and decimals of each number; one that reads in two ways is given twice."""
    found: list[Printed] = []
    text = layout.text
    for token in NUMBER.finditer(text):
        start, end = token.span()
        if not _joined(text, start, end):
            sign = -1 if _negative(text, start, end) else 1
            found += [(sign * v, start, end, places) for v, places in readings(token[0])]
    return found


def readings(printed: str) -> list[tuple[float, int]]:
    """What digits and separators may mean, and how many decimals that has."""
    plain = re.sub(r"[ \u00a0\u202f'\u2019]", "", printed)
    digits = re.sub(r"[.,]", "", plain)
    if len(digits) > 12:
        return []
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return [(float(digits), 0)]
    tail = len(plain) - 1 - plain.rindex(marks[-1])
    both = []
    if marks.count(marks[-1]) == 1:
        both.append((float(f"{digits[:-tail]}.{digits[-tail:]}"), tail))
    if tail == 3 and len(set(marks)) == 1:
        both.append((float(digits), 0))
    return both


def _joined(text: str, start: int, end: int) -> bool:
    """Whether the digits are part of a date, a time, a code or a word."""
    before, after = text[max(0, start - 8) : start], text[end : end + 2]
    if re.search(r"\d[-/:.]$", before) or re.match(r"[-/:]\d", after):
        return True
    if before[-1:].isalpha() or before[-1:] == "_":
        word = re.search(r"[^\W\d_]+$", before)
        return not MONEY.search(word[0] if word else "")
    return False


def _negative(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 6) : start], text[end : end + 1]
    return bool(
        re.search(r"(?:^|[\s:$\u20ac])[-\u2212]\s?(?:RM|[$\u20ac\u00a3])?$", before)
        or (before.endswith("(") and after == ")")
        or (after in "-\u2212" and after)
    )


def _traits(printed: list[Printed]) -> list[Block]:
    """Decimals, rank, repeats, and whether others add up to it."""
    money = [value for value, _, _, places in printed if places == 2]
    order = {value: at for at, value in enumerate(sorted(set(money), reverse=True))}
    often = Counter(round(value, 2) for value in money)
    cents = {round(value * 100) for value in money}
    lasts = {round(value, 2): at for at, (value, _, _, _) in enumerate(printed)}
    traits: list[Block] = []
    for at, (value, _, _, places) in enumerate(printed):
        rank = f"rank:{min(order.get(value, 9), 9)}" if places == 2 else "rank:none"
        repeats = f"often:{min(often[round(value, 2)], 4)}"
        own = round(value * 100)
        paid = any(more - own in cents for more in cents if more > own > 0 and more != 2 * own)
        summed = any(own - less in cents for less in cents if 0 < less < own and own != 2 * less)
        traits.append(
            (
                f"places:{places}",
                rank,
                repeats,
                f"{rank}&{repeats}",
                f"paid:{paid}",
                f"summed:{summed}",
                f"paid:{paid}&{rank}",
                f"summed:{summed}&{rank}",
                f"last:{lasts[round(value, 2)] == at}",
                f"sign:{(value > 0) - (value < 0)}",
                f"size:{len(str(int(abs(value))))}",
            )
        )
    return traits


def _beside(text: str, start: int, end: int) -> Block:
    before, after = text[max(0, start - 5) : start], text[end : end + 3]
    money = MONEY.search(before) or re.match(r"\s?(?:[$\u20ac\u00a3\u00a5]|EUR\b|USD\b)", after)
    return (f"money:{bool(money)}", f"percent:{'%' in after}", f"ends:{after[:1].isspace()}")
