"""Lots that are drawn by what a thing is called: a repeat draws the same. Pure."""

from hashlib import sha256
from typing import Final

SCALE: Final = 2**64


def drawn(name: str, share: float) -> bool:
    """Whether `name` is one of `share` (0..1) of all; put a seed into it."""
    lot = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
    return lot < share * SCALE
