"""Follow-up questions made to stand alone by rules: what they leave out is carried over. Pure.

Safe before clever: only what stands in the conversation is added, and a question that names what
it is about is left as it is.
"""

import re
from collections.abc import Sequence
from typing import Final

from winnow.contracts.questions import Turn
from winnow.semantic.facts import WORD

NAME: Final = re.compile(
    r"[A-Z\u00c0-\u00de][\w'\u2019.-]*(?:[ -](?:(?:of|the|de|la|von|van|der|del|&) )*"
    r"[A-Z\u00c0-\u00de0-9][\w'\u2019.-]*)*"
)
QUOTED: Final = re.compile(r"[\"\u201c\u201e]([^\"\u201d\u201c]{2,60})[\"\u201d\u201c]")
# Whose they are is told by an earlier turn, unless the question itself names somebody
OWNERS: Final = re.compile(
    r"\b(?:his|her|their|its|seine[mnrs]?|ihre[mnrs]?)\b(?=\s+\w)", re.IGNORECASE
)
PRONOUNS: Final = re.compile(
    r"\b(?:he|she|they|him|them|it|er|ihn|ihm|ihnen|ellos|ellas|él|ella)\b"
    r"|\b(?:this|that|these|those)\b(?=\s*(?:\?|$|(?:is|was|are|were|one|happen\w*|mean|cost)\b))",
    re.IGNORECASE,
)
# "It" that stands for nothing: what is asked about comes after it
EMPTY_IT: Final = re.compile(
    r"\b(?:is|was) it (?:possible|true|necessary|allowed|likely|called|that|\w+ (?:to|that))\b"
    r"|\b(?:does|did) it (?:take|rain|mean to)\b|\bgibt es\b",
    re.IGNORECASE,
)
ELLIPTIC: Final = re.compile(
    r"^(?:and|but|or|so|what about|how about|und|aber|was ist mit|wie steht es mit|y|pero"
    r"|¿?y|qué tal)\b[\s,]*",
    re.IGNORECASE,
)
OPENERS: Final = frozenset(
    (  # noqa: SIM905
        "What Which Who Whom Whose When Where Why How Is Are Was Were Do Does Did Can Could Would "
        "Should Will Has Have Had In On At By For From To With And But Or So The A An Please Tell "
        "Wer Wem Wen Wann Wo Warum Wie Welche Welcher Welches Ist Sind Und Aber Der Die Das Ein "
        "Eine Qué Quién Cuándo Dónde Por Cómo Cuánto Cuántos Cuál El La Los Las Un Una Y I It He "
        "She Both Each They This That These Those There According During After Before Yes No"
    ).split()
)
BARE: Final = re.compile(
    r"^(?:and |but |und |y )?(?:why|when|where|who|how|how much|how many|since when|warum|wann|wo"
    r"|wer|wie viele?|¿?por qué|¿?cuándo|¿?dónde|¿?quién)(?: not)?\s*\??$",
    re.IGNORECASE,
)
SHORT: Final = 7  # words of a question that may be elliptic
YEAR: Final = re.compile(r"\b(?:1[0-9]|20|21)\d\d\b")


def standalone_by_rules(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves out; unchanged where it stands alone or nothing is known."""
    asked = question.strip()
    if not history:
        return asked
    if BARE.match(asked):
        return f"{history[-1].question.strip()} {asked}"
    if rest := _elliptic(asked):
        return _continued(rest, history[-1].question) or _about(asked, history)
    if names_in(asked) or not _refers(asked):
        return asked
    return _about(asked, history)


def stands_alone(question: str) -> bool:
    """Whether nothing in it points back to what was said before."""
    asked = question.strip()
    if BARE.match(asked) or _elliptic(asked):
        return False
    return bool(names_in(asked)) or not _refers(asked)


def names_in(text: str) -> list[str]:
    """Names by their capital letters, and what stands in quotation marks, in order."""
    found = [(one.start(), one[1]) for one in QUOTED.finditer(text)]
    for one in NAME.finditer(text):
        words = re.split(r"(?<=\w) ", one[0].rstrip(".-'\u2019"))
        while words and (words[0] in OPENERS or words[0].islower()):
            words = words[1:]
        name = re.sub(r"['\u2019]s$", "", " ".join(words))
        if name and not name.isdigit() and name not in OPENERS:
            found.append((one.start(), name))
    return list(dict.fromkeys(name for _, name in sorted(found)))


def subject(history: Sequence[Turn]) -> str | None:
    """What the conversation is about: the first name of the latest question that has one, else the

    only name of the latest answer. Of several names of an answer none is safe to take.
    """
    for turn in reversed(history):
        if names := names_in(turn.question):
            return names[0]
        answered = names_in(turn.answer)
        if len(answered) == 1:
            return answered[0]
    return None


def _refers(asked: str) -> bool:
    bare = EMPTY_IT.sub("", asked)
    return bool(OWNERS.search(bare) or PRONOUNS.search(bare))


def _elliptic(asked: str) -> str:
    """What is left of "And in 2019?" without its opening; empty where it is no such question."""
    opening = ELLIPTIC.match(asked)
    rest = asked[opening.end() :].strip() if opening else ""
    return rest if 0 < len(WORD.findall(rest)) <= SHORT and not _asks(rest) else ""


def _asks(rest: str) -> bool:
    first = next(iter(WORD.findall(rest)), "")
    asking = {one.casefold() for one in OPENERS} - {"in", "on", "at", "by", "for", "from", "to"}
    return first.casefold() in asking - {"the", "a", "an", "with", "during", "after", "before"}


def _continued(rest: str, earlier: str) -> str | None:
    """The earlier question with its year, or its only name, replaced by that of the rest."""
    years, before = YEAR.findall(rest), YEAR.findall(earlier)
    if len(years) == 1 and len(before) == 1 and not names_in(rest):
        return YEAR.sub(years[0], earlier)
    names, known = names_in(rest), names_in(earlier)
    if len(names) == 1 and len(known) == 1 and not years:
        return earlier.replace(known[0], names[0])
    return None


def _about(asked: str, history: Sequence[Turn]) -> str:
    named = subject(history)
    if named is None or named.casefold() in asked.casefold():
        return asked
    if _elliptic(asked):
        return f"{history[-1].question.strip()} {asked}"
    owner = "" if named.endswith("'s") else "'s"
    said, owned = OWNERS.subn(f"{named}{owner}", asked, count=1)
    if owned:
        return said
    return PRONOUNS.sub(named, asked, count=1)
