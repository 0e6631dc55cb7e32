"""Telling text from other bytes, and decoding it."""

import codecs
import contextlib
import re
from typing import Final

SAMPLE: Final = 64 * 1024
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TYPED: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
DECLARED: Final = re.compile(
    rb"<(?:\?xml|meta)[^>]{0,200}?(?:encoding|charset)=[\"']?([\w.:-]+)", re.IGNORECASE
)


def is_text(data: bytes) -> bool:
    """Tell whether the bytes read as text in some encoding, by their beginning."""
    sample = data[:SAMPLE]
    if any(sample.startswith(mark) for mark, _ in BOMS) or _wide(sample):
        return True
    odd = len(NOT_TYPED.findall(sample))
    if _is_utf8(sample):
        return odd * 50 < len(sample)
    return b"\x00" not in sample and odd * 200 < len(sample)


def decode(data: bytes, *, declared: bool = False) -> str:
    """The text of the bytes; `declared` looks for the encoding that HTML or XML names inside.

    Bytes that no encoding fits become U+FFFD.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _wide(data[:SAMPLE]):
        return data.decode(wide, "replace")
    if declared and (found := DECLARED.search(data[:4096])):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return data.decode(found[1].decode("ascii", "replace"))
    text = data.decode("utf-8", "replace")
    return text if _is_right(text) else data.decode(_guess(data[:SAMPLE]), "replace")


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # its end may be cut
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in most even, or most odd, places."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_right(text: str) -> bool:
    """Few characters were lost, beside those beyond ASCII that came out well."""
    lost = text.count("\ufffd")
    return not lost or sum(character > "\x7f" for character in text) > 5 * lost


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
