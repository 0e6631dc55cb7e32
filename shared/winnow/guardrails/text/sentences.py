"""Sentences and lines of a text, with their places."""

import re
from collections.abc import Iterator
from typing import Final

END: Final = re.compile(
    r"""(?<=[.!?…])["'”’)\]]*\s+(?=[^\s])   # a full stop, then something new
      | (?<=[。！？｡।؟۔])["'”’」』)\]]*\s*     # scripts that need no space
      | [ \t]*\n+[ \t]*                       # a line's end""",
    re.VERBOSE,
)
ABBREVIATED: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|no|st|vs|nr|e\.g|i\.e|z\.b|\w))\.$", re.IGNORECASE
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence or line, none empty; together they cover all that is said."""
    start = 0
    for gap in END.finditer(text):
        if gap.end() == gap.start() and gap.start() in (0, len(text)):
            continue
        if "\n" not in gap[0] and ABBREVIATED.search(text[start : gap.start()][-8:]):
            continue
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)
