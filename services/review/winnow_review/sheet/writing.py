"""Values and texts from outside as they are written on the page. Pure.

Nothing of a document may move, hide or turn what stands around it: control characters are shown
as pictures (Unicode block 2400), the overrides of writing direction by their names (UAX 9;
Boucher and Anderson, "Trojan Source", 2021). Marks that Arabic, Hebrew, Persian or emoji need stay.
"""

import re
from decimal import Decimal
from typing import Final

from winnow.contracts.evidence import Scalar

NAMES: Final = {
    "\u00ad": "SHY",
    "\u200b": "ZWSP",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2028": "LS",
    "\u2029": "PS",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\U000e0000-\U000e007f" + "".join(NAMES) + "]"
)
LONGEST: Final = 300  # characters that are shown before "show all"


def even(text: str) -> str:
    """Text as it can be seen, character for character, so that places in it stay: lines stay lines,
    and what `shown` would spell out is one sign.
    """
    return CONTROL.sub(_sign, text)


def shown(text: object) -> str:
    """Text as it can be seen."""
    return CONTROL.sub(_picture, str(text))


def typable(value: Scalar) -> str:
    """A value as an input holds it: without what cannot be seen."""
    return CONTROL.sub("", written(value))


def written(value: Scalar) -> str:
    """A value as people write it; an absent one is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return _plain(value)
    return str(value)


def cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of a long text."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def percent(share: float) -> str:
    """0..1 as a whole percentage that never claims more: 0.999 is 99 %."""
    return f"{int(share * 100 + 1e-9)} %"


def _plain(value: float) -> str:
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _picture(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in NAMES:
        return f"⟨{NAMES[sign]}⟩"
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _sign(found: re.Match[str]) -> str:
    """One sign for one: a line end of old stays a space, for browsers make two of it one."""
    sign = found[0]
    if sign in "\n\t":
        return sign
    if sign == "\r":
        return " "
    return _picture(found) if sign not in NAMES else "\ufffd"
