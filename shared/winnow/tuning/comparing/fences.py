"""A document's text out of the marks that prompts fence it off with."""

import re
from typing import Final

FENCE: Final = re.compile(r"<(document-[0-9a-f]{8})>\n(.*)\n</\1>.*", re.DOTALL)


def unfenced(text: str) -> str:
    """The text between the marks of `winnow.prompts`; the whole where there are none."""
    found = FENCE.fullmatch(text)
    return found[2] if found else text
