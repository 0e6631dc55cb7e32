"""What reading one file may cost."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    size: int = 100 * MIB
    pages: int = 2000
    pixels: int = 120_000_000
    unpacked: int = 512 * MIB
    seconds: float = 300
    memory: int = 4096 * MIB
