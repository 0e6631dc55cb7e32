"""How scripts are cut into tokens: by spaces, or letter by letter where words are not set apart."""

import re
import sys
import unicodedata
from typing import Final

# Han, kana, hangul (particles follow a noun without a space), Thai, Lao, Tibetan, Burmese, Khmer.
SPACELESS: Final = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3021-\u3029"
    "\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
# Combining marks, which belong to the letter before them, of the scripts that are cut by spaces.
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3e-\u0d57\u0dca-\u0ddf"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
PLAIN: Final = re.compile(r"[^\W_]+|&")
BY_SPACES: Final = re.compile(rf"[^\W_]+(?:[{MARKS}\u200c\u200d]+[^\W_]*)*|&")
BY_LETTER: Final = re.compile(
    rf"[{SPACELESS}]|(?:(?![{SPACELESS}])[^\W_]|[{MARKS}\u200c\u200d])+|&"
)
LETTER: Final = re.compile(f"[{SPACELESS}]")
MARK: Final = re.compile(f"[{MARKS}]")
DIGITS: Final = {
    point: ord("0") + unicodedata.digit(chr(point))
    for point in range(0x80, sys.maxunicode // 8)
    if unicodedata.category(chr(point)) == "Nd"
}
PRINTED: Final = DIGITS | {
    ord("\u066b"): ord("."),  # Arabic decimal separator
    ord("\u066c"): ord(","),  # Arabic thousands separator
    ord("\uff0c"): ord(","),
    ord("\uff0e"): ord("."),
    ord("\uff0f"): ord("/"),
    ord("\uff0d"): ord("-"),
    ord("\uff1a"): ord(":"),
}
FOREIGN: Final = re.compile(f"[{''.join(map(chr, PRINTED))}]")


def tokens_of(text: str) -> re.Pattern[str]:
    """The pattern of a token in this text: the simplest that its letters allow."""
    if text.isascii():
        return PLAIN
    return BY_LETTER if LETTER.search(text) else BY_SPACES


def figures(text: str) -> str:
    """The same text, character for character, with every script's digits as 0 to 9."""
    return text if text.isascii() or not FOREIGN.search(text) else text.translate(PRINTED)


def whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on over the edges of these characters."""
    return not (
        (start > 0 and _joined(text[start - 1], text[start]))
        or (end < len(text) and _joined(text[end - 1], text[end]))
    )


def _joined(one: str, two: str) -> bool:
    if not (two.isalnum() or MARK.match(two)) or not (one.isalnum() or MARK.match(one)):
        return False
    return not (LETTER.match(one) or LETTER.match(two))
