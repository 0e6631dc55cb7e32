"""Numbers as they are printed: 1,234.50, 1.234,50, 1 234,50, 1'234.50, (5.00) and 5.00-."""

import re
from collections.abc import Iterator
from typing import Final

from winnow_extract.grounding.readings import readings
from winnow_extract.grounding.scripts import LETTER

Amount = tuple[float, int, int]  # value, first and last character

PRINTED: Final = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\w.,]*\d)"  # groups set apart by spaces
    r"|\d+(?:[.,'\u2019]\d+)*"
)
SCIENTIFIC: Final = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?[eE][-+]?\d{1,2}(?![\w.,])")
SMUDGED: Final = re.compile(
    r"(?<![\w.,/-])(?=[OoIlSs.,]*\d)[\dOoIlSs]+[.,][\dOoIlSs]{2}(?![\w.,/-])"
)
DIGITS: Final = str.maketrans("OoIlSs", "001155")
CURRENCIES: Final = frozenset(
    re.findall(
        r"\w+",
        "eur euro usd us gbp chf fr sfr rm kr sek dkk nok pln inr rs aud cad myr sgd hkd nzd zar "
        "jpy cny rmb krw thb idr rp vnd brl mxn ils aed sar try czk huf ron bgn",
    )
)
BEFORE: Final = CURRENCIES | {"x", "no", "nr"}
AFTER: Final = CURRENCIES | frozenset(
    re.findall(
        r"\w+",
        "x h g kg mg t l ml cl m cm mm km pc pcs ea k kw kwh w v a mah hz mhz ghz ft oz lb lbs in "
        "qm stk st std min gb mb tb sec s d no unit units set sets box pkt pack ctn btl ltr",
    )
)
DATES: Final = frozenset("\u5e74\u6708\u65e5\ub144\uc6d4\uc77c\u6642\u65f6\u5206\uc2dc\ubd84\u53f7")
AROUND: Final = 6  # characters looked at on either side
FREE: Final = frozenset(("", " ", "\n", "|"))
DASH: Final = "-\u2212\u2013"
DASHES: Final = re.compile(f"[{DASH}]")
DASHED: Final = frozenset("-\u2212")
TYING: Final = frozenset("-/:.,\u2013")
LETTERS: Final = re.compile(r"[^\W\d_]+")
TRAILING: Final = re.compile(r"[-\u2212](?!\w)")
BRACKET: Final = re.compile(r"\([^\w\s()]?(?:[A-Za-z]{2,3} ?)?$")
PREFIX: Final = re.compile(  # a currency between a dash and the number, on either side of it
    rf"(?<!\w)([{DASH}]?)[ ]?([A-Za-z]{{1,4}}|[^{DASH}\w\s.,|()/:#*]{{1,2}})[ ]?([{DASH}]?)$"
)


def amounts_in(text: str) -> Iterator[Amount]:
    """Every number that the text prints as a token of its own.

    A token that can be read in two ways (1.234) is given twice. Parts of dates, times, codes and
    words are left out.
    """
    for token in PRINTED.finditer(text):
        start, end = token.span()
        printed = token[0]
        if printed.isascii() and " " not in printed:
            alone = text[start - 1 : start] in FREE and text[end : end + 1] in FREE
        else:
            alone = False
            yield from _parts(text, token)
        if alone and not DASHES.search(text, max(0, start - AROUND), start):
            for value in readings(printed):  # by far the most, so without a closer look
                yield value, start, end
            continue
        for sign in signs(text, start, end):
            for value in readings(printed):
                yield sign * value, start, end
    if "e" in text or "E" in text:
        for token in SCIENTIFIC.finditer(text):
            yield float(token[0]), *token.span()


def _parts(text: str, token: re.Match[str]) -> Iterator[Amount]:
    """The numbers inside a run such as `2 150`, which may be two columns."""
    if not (" " in token[0] or "\u00a0" in token[0] or "\u202f" in token[0]):
        return
    for part in re.finditer(r"\d+(?:[.,]\d+)?", token[0]):
        start, end = token.start() + part.start(), token.start() + part.end()
        for sign in signs(text, start, end):
            for value in readings(part[0]):
                yield sign * value, start, end


def smudged_in(text: str) -> Iterator[Amount]:
    """Amounts in which OCR took digits for letters: l2.5O."""
    for token in SMUDGED.finditer(text):
        if token[0].isascii() and not re.fullmatch(r"[\d.,]+", token[0]):
            for value in readings(token[0].translate(DIGITS)):
                yield value, *token.span()


def signs(text: str, start: int, end: int) -> tuple[int, ...]:
    """1 or -1; both where it cannot be told; nothing where the digits belong to something longer.

    Accounts print a negative amount as -5.00, 5.00-, (5.00), -$5.00 and ($5.00); but (2) may be
    a number in brackets.
    """
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if _joined(before[::-1], BEFORE) or _joined(after, AFTER):
        return ()
    if DASHES.search(before):
        if _coded(before):
            return ()
        if _is_minus(before):
            return (-1,)
    if after[:1] in DASHED and TRAILING.match(after):
        return (-1,)
    if after[:1] == ")" and BRACKET.search(before):
        return (-1,) if re.search(r"\D", text[start:end]) else (1, -1)
    return (1,)


def _is_minus(before: str) -> bool:
    """Whether a dash before a number, or before its currency, is its sign.

    Not so where it stands between two things: item - 5.00.
    """
    bare = before
    prefix = PREFIX.search(before)
    named = prefix and (not prefix[2].isalpha() or prefix[2].lower() in CURRENCIES)
    if prefix and named and (prefix[1] or prefix[3]):
        bare = before[: prefix.start(1 if prefix[1] else 2)] + "-"
    if not re.search(rf"(?:^|[\s:|])[{DASH}][ ]?$", bare):
        return False
    return not re.search(r"\S\s[-\u2013]\s$", before)


def _coded(before: str) -> bool:
    """Whether a dash ties the digits to letters, as in CP-90; RM-5.00 is an amount."""
    tied = re.search(r"([^\W\d_]+)-$", before)
    return tied is not None and tied[1].lower() not in CURRENCIES


def _joined(beside: str, units: frozenset[str]) -> bool:
    """Whether what stands beside digits (outwards from them) makes them part of a longer token."""
    edge = beside[:1]
    if edge in FREE:
        return False
    if edge.isalpha():
        if LETTER.match(edge):
            return edge in DATES
        letters = LETTERS.match(beside)[0].lower()  # type: ignore[index]
        more = beside[len(letters) : len(letters) + 1]
        return not ({letters, letters[::-1]} & units) or more.isdigit()
    if edge.isdigit() or edge == "_":
        return True
    return edge in TYING and beside[1:2].isdigit()
