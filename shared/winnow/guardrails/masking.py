"""Takes the places of findings out of a text."""

from collections.abc import Iterable

from winnow.guardrails.port import Finding

NAMES = {"injection": "INSTRUCTION", "toxic": "HATE", "language": "TEXT", "length": "TEXT"}


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding's place replaced by its type, such as <PERSON>.

    Where findings overlap, one mark stands for all that they cover.
    """
    made: list[str] = []
    done = 0
    for one in sorted(findings, key=lambda one: (one.start, -one.end)):
        if one.start >= done:
            made += [text[done : one.start], f"<{_type(one)}>"]
        done = max(done, one.end)
    return "".join([*made, text[done:]])


def _type(one: Finding) -> str:
    return one.what if one.kind == "pii" else NAMES[one.kind]
