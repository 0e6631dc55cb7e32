"""What a text hides in an encoding: base64, hex, percent signs, ROT13, reversed words."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

BASE64: Final = re.compile(r"(?<![\w+/])[A-Za-z0-9+/_-]{16,}={0,2}")
HEX: Final = re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,]?){12,}(?!\w)")
PERCENT: Final = re.compile(r"(?:%[0-9a-fA-F]{2}|[\w.~-]){4,}%[0-9a-fA-F]{2}[\w%.~-]*")
WORDS: Final = re.compile(r"[a-z]+")
COMMON: Final = frozenset(
    "the be to of and a in that have it for not on with he as you do at this but his by from they "  # noqa: SIM905
    "we say or an will my one all would there what so if about who get which go me is are was tell "
    "your ignore previous instructions password secret show reveal user first name".split()
)
READABLE: Final = 0.85  # share of letters, spaces and plain punctuation


@dataclass(frozen=True, slots=True)
class Hidden:
    """A readable text that stood encoded at `start` to `end`."""

    text: str
    start: int
    end: int
    how: str


def hidden(text: str) -> Iterator[Hidden]:
    """All that can be decoded into something readable; never raises."""
    for found in BASE64.finditer(text):
        if (read := _base64(found[0])) is not None:
            yield Hidden(read, found.start(), found.end(), "base64")
    for found in HEX.finditer(text):
        if (read := _hex(found[0])) is not None:
            yield Hidden(read, found.start(), found.end(), "hexadecimal numbers")
    for found in PERCENT.finditer(text):
        read = unquote(found[0])
        if read != found[0] and _readable(read) and " " in read:
            yield Hidden(read, found.start(), found.end(), "percent signs")
    yield from _turned(text)


def _turned(text: str) -> Iterator[Hidden]:
    """ROT13 and reversed text, where that has clearly more common words than what is written."""
    for part in re.finditer(r"[^\n'\"“”`<>:]{12,}", text):
        now = _common(part[0])
        for how, read in (
            ("ROT13", codecs.encode(part[0], "rot13")),
            ("reversed letters", part[0][::-1]),
        ):
            if _common(read) >= max(3, 2 * now + 1):
                yield Hidden(read, part.start(), part.end(), how)


def _common(text: str) -> int:
    return sum(len(word) > 1 and word in COMMON for word in WORDS.findall(text.lower()))


def _base64(written: str) -> str | None:
    """What it says; three shifts, as a stray letter before it moves all the others."""
    body = written.rstrip("=").replace("-", "+").replace("_", "/")
    for shift in range(4):
        part = body[shift:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            read = base64.b64decode(part + "=" * (-len(part) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if _readable(read):
            return read
    return None


def _hex(written: str) -> str | None:
    try:
        read = bytes.fromhex(re.sub(r"0x|\\x|[ ,]", "", written)).decode()
    except (ValueError, UnicodeDecodeError):
        return None
    return read if _readable(read) else None


def _readable(text: str) -> bool:
    """Words, not bytes that happen to decode: letters and spaces, and vowels among them."""
    if len(text) < 8:
        return False
    plain = sum(one.isalpha() or one in " .,!?'\"-:;" for one in text) / len(text)
    spaced = " " in text.strip() or not text.isascii()
    return plain >= READABLE and spaced and text.isprintable()
