"""Numbers as they are printed: 1,234.50 and 1.234,50 and 1 234,50 and 1'234.50."""

import re
from collections.abc import Iterator
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.found import Found

PRINTED: Final = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\w.,]*\d)"  # groups set apart by spaces
    r"|\d+(?:[.,'\u2019]\d+)*"
)
SMUDGED: Final = re.compile(
    r"(?<![\w.,/-])(?=[OoIlSs.,]*\d)[\dOoIlSs]+[.,][\dOoIlSs]{2}(?![\w.,/-])"
)
DIGITS: Final = str.maketrans("OoIlSs", "001155")
UNITS: Final = frozenset(
    re.findall(
        r"\w+",
        "x h g kg mg t l ml cl m cm mm km pc pcs ea stk st std min kwh gb mb tb "
        "eur usd gbp chf rm kr sek dkk nok pln inr rs aud cad myr sgd",
    )
)
AROUND: Final = 6  # characters looked at on either side


def amounts_in(text: str) -> Iterator[tuple[float, int, int]]:
    """Every number that the text prints as a token of its own: value, start, end.

    A token that can be read in two ways (1.234) is given twice. Parts of dates, times, codes and
    words are left out.
    """
    for token in PRINTED.finditer(text):
        start, end = token.span()
        if " " in token[0] or "\u00a0" in token[0] or "\u202f" in token[0]:
            yield from _parts(text, token)
        if (sign := _sign(text, start, end)) is not None:
            for value in readings(token[0]):
                yield sign * value, start, end


def _parts(text: str, token: re.Match[str]) -> Iterator[tuple[float, int, int]]:
    """The numbers inside a run such as `2 150`, which may be two columns."""
    for part in re.finditer(r"\d+(?:[.,]\d+)?", token[0]):
        start, end = token.start() + part.start(), token.start() + part.end()
        if (sign := _sign(text, start, end)) is not None:
            for value in readings(part[0]):
                yield sign * value, start, end


def smudged_in(text: str) -> Iterator[tuple[float, int, int]]:
    """Amounts in which OCR took digits for letters: l2.5O."""
    for token in SMUDGED.finditer(text):
        if token[0].isascii() and not re.fullmatch(r"[\d.,]+", token[0]):
            for value in readings(token[0].translate(DIGITS)):
                yield value, *token.span()


def readings(printed: str) -> set[float]:
    """What the digits and separators may mean; empty for dates, versions and codes."""
    plain = re.sub(r"[ \u00a0\u202f'\u2019]", "", printed)
    marks = [char for char in plain if char in ".,"]
    if not marks:
        leading_zero = len(plain) > 1 and plain[0] == "0"
        return set() if leading_zero or len(plain) > 15 else {float(plain)}
    whole, tail = plain[: plain.rindex(marks[-1])], plain[plain.rindex(marks[-1]) + 1 :]
    found = set()
    if marks.count(marks[-1]) == 1 and _grouped(whole):
        found.add(float(f"{re.sub('[.,]', '', whole)}.{tail}"))
    if len(set(marks)) == 1 and _grouped(plain):
        found.add(float(re.sub("[.,]", "", plain)))
    return found


def _grouped(whole: str) -> bool:
    """12345, or groups of three: 1,234,567 (or of two before the last: 12,34,567)."""
    first, *rest = re.split("[.,]", whole)
    if not rest:
        return first.isdigit()
    return (
        1 <= len(first) <= 3
        and first != "0"
        and len(rest[-1]) == 3
        and all(len(group) in (2, 3) for group in rest[:-1])
    )


def _sign(text: str, start: int, end: int) -> int | None:
    """1 or -1, or None where the digits belong to something longer."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if _joined(before[::-1]) or _joined(after) or re.search(r"[^\W\d_]-$", before):
        return None
    if re.search(r"(?:^|[\s:|])[-\u2212\u2013][ ]?[^\w\s.,-]?$", before) and _stands_alone(before):
        return -1
    if re.match(r"[-\u2212](?!\w)", after) or (before.endswith("(") and after.startswith(")")):
        return -1
    return 1


def _stands_alone(before: str) -> bool:
    """Whether a dash before a number is its sign and not a dash between two things."""
    return not re.search(r"\S\s[-\u2013]\s$", before)


def _joined(beside: str) -> bool:
    """Whether what stands beside digits (outwards from them) makes them part of a longer token."""
    if not beside:
        return False
    if beside[0].isalpha():
        word = re.match(r"[^\W\d_]+", beside)
        letters = word[0].lower() if word else ""
        more = beside[len(letters) : len(letters) + 1]
        return not ({letters, letters[::-1]} & UNITS) or more.isdigit()
    if beside[0].isdigit() or beside[0] == "_":
        return True
    return beside[0] in "-/:.,\u2013" and len(beside) > 1 and beside[1].isdigit()


def fits(value: float, printed: str) -> tuple[Match, float]:
    """Exact if the digits stand as they would be written plainly, else another print of them."""
    plain = {f"{value:.2f}", f"{value:.0f}", repr(value).removesuffix(".0")}
    if printed in {form.lstrip("-") for form in plain if abs(float(form) - value) < 1e-9}:
        return Match.EXACT, 1.0
    return Match.NORMALISED, 0.95


def place(value: float, text: str, start: int, end: int) -> Found:
    """The printed number as a place of `value`."""
    return Found(start, end, *fits(value, text[start:end]))
