"""What words together make an attack: conjunctions of concepts that stand near each other.

The techniques are those of the literature: overriding and leaking prompts (Perez and Ribeiro,
2022), pretending and virtual worlds (Liu et al., 2023), encodings and split payloads (Kang et al.,
2023), instructions in what is read (Greshake et al., 2023). No single word is an attack: texts
about passwords, rules or jailbreaks are benign (NotInject, Li et al., 2025).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from winnow.guardrails.injection.lexicon import Hits

Where = Literal["question", "passage"]
END: Final = re.compile(r"[.!?;\n。！？।؟]\s|[。！？।\n]")
NEGATED: Final = re.compile(  # "must not ignore the rules"; who says so attacks nobody
    r"(?:\bnot|\bnever|n't|\bcannot|\bnicht|\bnie|\bnunca|\bnon|\bne|\bno|\bnao|\bniet|\bне)\s+(?:\w+\s+)?$"
)
OVERLAP: Final = 12  # characters: "explain the" may begin with what it asks about
DAMPED: Final = 0.45  # of a sentence that asks about the matter: "How do I ignore a rule in git?"


@dataclass(frozen=True, slots=True)
class Rule:
    """Concepts of which a word each stands within so many characters of the first."""

    what: str
    needs: tuple[str, ...]
    within: int
    score: float
    damped: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds, with its place in the plain text."""

    what: str
    start: int
    end: int
    score: float


IGNORE: Final = "asks to ignore its instructions"
SECRET: Final = "asks for a secret or for hidden instructions"  # noqa: S105
WORLD: Final = "hides its wish in an imagined world"
CIPHER: Final = "asks for an answer in disguise"
FREE: Final = "asks the model to work without its rules"
POSE: Final = "claims an authority to get what is kept back"
STEER: Final = "tells a model what to answer"

QUESTION: Final = (  # what only an asker may mean: documents speak of passwords and modes too
    Rule(IGNORE, ("override", "orders"), 30, 0.7),
    Rule(SECRET, ("secret", "reveal"), 60, 0.7),
    Rule(FREE, ("mode",), 0, 0.5),
    Rule(FREE, ("mode", "secret"), 200, 0.8, damped=False),
    Rule(FREE, ("mode", "private"), 200, 0.75, damped=False),
    Rule(FREE, ("mode", "orders"), 80, 0.7),
    Rule("gives the model a new role", ("role", "orders"), 60, 0.65),
    Rule(WORLD, ("fiction", "secret"), 300, 0.8, damped=False),
    Rule(WORLD, ("fiction", "private"), 300, 0.75, damped=False),
    Rule(WORLD, ("fiction", "mode"), 200, 0.8, damped=False),
    Rule(WORLD, ("fiction", "override"), 120, 0.65),
    Rule(CIPHER, ("cipher", "secret"), 120, 0.8, damped=False),
    Rule(CIPHER, ("cipher", "private"), 120, 0.7, damped=False),
    Rule(POSE, ("authority", "secret"), 200, 0.75, damped=False),
    Rule(POSE, ("authority", "private"), 200, 0.65, damped=False),
    Rule(POSE, ("authority", "override"), 200, 0.75),
    Rule(POSE, ("authority", "mode"), 200, 0.75),
)
BOTH: Final = (
    Rule(IGNORE, ("override", "before", "orders"), 60, 0.95),
    Rule(FREE, ("role", "mode"), 150, 0.9),
    Rule(FREE, ("mode", "override"), 120, 0.8),
    Rule("asks to ignore what stands there", ("override", "say"), 200, 0.85),
    Rule("asks to send away what it knows", ("exfil", "secret"), 80, 0.7),
)
PASSAGE: Final = (  # an asker may say how the answer is to be, a document may not
    Rule(STEER, ("manner", "reply"), 60, 0.85, damped=False),
    Rule(STEER, ("cipher", "reply"), 60, 0.8, damped=False),
)
RULES: Final = {"question": BOTH + QUESTION, "passage": BOTH + PASSAGE}


def matches(found: Hits, where: Where, text: str) -> Iterator[Match]:
    """Rules that hold for a reading of a plain text."""
    for rule in RULES[where]:
        for first, last in _together(found, rule, text):
            tame = rule.damped and _asked_about(found, first, text)
            yield Match(rule.what, first, last, rule.score * (DAMPED if tame else 1.0))


def _asked_about(found: Hits, first: int, text: str) -> bool:
    """Tell whether the same sentence asks about the matter before it names it."""
    return any(
        place <= first + OVERLAP and not END.search(text, end, max(end, first))
        for place, end in found.get("about", ())
    )


def _together(found: Hits, rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    """Spans over one word of each concept, none of which is part of another's."""
    for first in found.get(rule.needs[0], ()):
        if rule.needs[0] == "override" and NEGATED.search(text, max(0, first[0] - 24), first[0]):
            continue
        taken = [first]
        for name in rule.needs[1:]:
            near = (one for one in found.get(name, ()) if _near(one, taken, rule.within))
            if (other := min(near, key=lambda one: abs(one[0] - first[0]), default=None)) is None:
                break
            taken.append(other)
        else:
            yield min(one[0] for one in taken), max(one[1] for one in taken)


def _near(one: tuple[int, int], taken: list[tuple[int, int]], within: int) -> bool:
    apart = all(one[1] <= other[0] or one[0] >= other[1] for other in taken)
    first = taken[0]
    return apart and one[0] - first[1] <= within and first[0] - one[1] <= within
