"""Chunks grouped into what a model reads at once. Pure."""

from collections.abc import Sequence

from winnow.contracts.parsed import Chunk

Part = tuple[Chunk, ...]


def group(chunks: Sequence[Chunk], size: int) -> list[Part]:
    """Runs of whole chunks of at most `size` characters (one longer chunk is a part alone)."""
    parts: list[list[Chunk]] = []
    used = 0
    for chunk in chunks:
        if not parts or used + len(chunk.text) > size:
            parts.append([])
            used = 0
        parts[-1].append(chunk)
        used += len(chunk.text)
    return [tuple(part) for part in parts]


def spread(parts: Sequence[Part], most: int) -> list[Part]:
    """At most `most` parts, evenly over the document, the first and the last among them."""
    if len(parts) <= most:
        return list(parts)
    if most == 1:
        return [parts[0]]
    step = (len(parts) - 1) / (most - 1)
    return [parts[round(at * step)] for at in range(most)]
