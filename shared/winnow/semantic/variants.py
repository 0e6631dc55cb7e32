"""Questions in other words, and others in nearly the same: what a semantic cache is tried on."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from winnow.semantic.facts import WORD
from winnow.semantic.words import EMPTY, NEGATIONS, PAST

Kind = Literal["paraphrase", "denied", "number", "name", "other"]
OPENINGS: Final = {
    "en": (
        "Can you tell me {q}",
        "Please tell me: {q}",
        "I would like to know {q}",
        "Any idea {q}",
    ),
    "de": ("Können Sie mir sagen, {q}", "Sag mir bitte: {q}"),
    "es": ("¿Puedes decirme {q}", "Dime: {q}"),
}
DENIAL: Final = {"en": "not", "de": "nicht", "es": "no", "ar": "لا", "zh": "不"}
SYNONYMS: Final = {
    "begin": "start", "started": "began", "called": "named", "type": "kind", "large": "big",
    "happened": "occurred", "year": "date", "built": "constructed", "located": "situated",
    "many": "numerous", "main": "principal", "made": "produced",
}  # fmt: skip
MARKS: Final = " ?¿\uff1f\u061f"
DIGITS: Final = re.compile(r"\d+")
TAIL: Final = re.compile(r"^(.*\S) (in|on|during|at|by) ([^?]{3,40})\?$")


@dataclass(frozen=True, slots=True)
class Variant:
    """A question made from another; only a `paraphrase` has the same answer."""

    text: str
    kind: Kind
    how: str
    of: int  # the question it was made from, by its number


def paraphrases(question: str, language: str, of: int) -> Iterator[Variant]:
    """The same question as others would ask it: framed, sloppy, without articles, reordered, and
    with another word for one of its own. Not all frames are among those that the cache knows.
    """
    small = question[:1].lower() + question[1:]
    for opening in OPENINGS.get(language, ()):
        yield Variant(opening.format(q=small), "paraphrase", "framed", of)
    yield Variant(question.lower().strip(MARKS), "paraphrase", "sloppy", of)
    if language == "en":
        bare = re.sub(r"\b(?:the|an?) ", "", question, flags=re.IGNORECASE)
        if bare != question:
            yield Variant(bare, "paraphrase", "bare", of)
        if moved := TAIL.match(question):
            head = moved[1][:1].lower() + moved[1][1:]
            text = f"{moved[2].capitalize()} {moved[3]}, {head}?"
            yield Variant(text, "paraphrase", "reordered", of)
        for word, other in SYNONYMS.items():
            changed = re.sub(rf"\b{word}\b", other, question)
            if changed != question:
                yield Variant(changed, "paraphrase", "synonym", of)


def opposites(
    question: str, language: str, of: int, names: Sequence[str], seed: int
) -> Iterator[Variant]:
    """Questions that look alike and ask for something else: denied, another number or name.

    `names` are names of other questions.
    """
    lot = random.Random(f"{seed}/{of}")  # noqa: S311  (no secret)
    yield Variant(_denied(question, language), "denied", "denied", of)
    if found := DIGITS.search(question):
        other = str(int(found[0]) + lot.choice((1, 2, 10)))
        text = question[: found.start()] + other + question[found.end() :]
        yield Variant(text, "number", "number", of)
    own = names_of(question)
    said = question.casefold()
    others = [one for one in names if one.casefold() not in said]
    if own and others:
        text = question.replace(lot.choice(own), lot.choice(others), 1)
        yield Variant(text, "name", "name", of)


def names_of(question: str) -> list[str]:
    """Words that begin with a capital letter, but for the first."""
    words = (re.sub(r"['\u2019]s$", "", word) for word in WORD.findall(question)[1:])
    return [word for word in words if word[0].isupper()]


def _denied(question: str, language: str) -> str:
    """The denial after the first helping verb, else after the first word."""
    words = question.split(" ")
    denial = DENIAL.get(language, "not")
    helping = (EMPTY | PAST) - NEGATIONS
    at = next((n for n, word in enumerate(words) if n and word.casefold() in helping), 1)
    if len(words) == 1:  # a script without spaces
        middle = len(question) // 2
        return question[:middle] + denial + question[middle:]
    return " ".join([*words[: at + 1], denial, *words[at + 1 :]])
