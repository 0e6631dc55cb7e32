"""Finds attacks in questions, and instructions for a model in passages, sentence by sentence."""

from collections.abc import Iterator
from typing import Final

from winnow.guardrails.injection.lexicon import hits, languages
from winnow.guardrails.injection.rules import Match, Where, matches
from winnow.guardrails.injection.structure import comments, shaped
from winnow.guardrails.port import Finding
from winnow.guardrails.text.decoding import hidden
from winnow.guardrails.text.normalising import plain
from winnow.guardrails.text.sentences import sentences

ENCODED: Final = 0.65  # readable words that somebody took pains to encode
ATTACK: Final = 0.95  # ... and that are an attack once they are decoded
INVISIBLE: Final = 0.75
WEAK: Final = 0.3  # findings below are not told


def in_question(text: str) -> list[Finding]:
    """Signs of an attack, strongest first; a question is read as a whole."""
    found = [*_read(text, "question", languages(text)), *_decoded(text, "question")]
    found += _unseen(text)
    found += _commented(text, "question")
    return sorted(found, key=lambda one: -one.score)


def in_passage(text: str) -> list[Finding]:
    """Sentences that are instructions for a model, each whole, in the order of the text."""
    found = []
    for start, end in sentences(text):
        codes = languages(text[start:end], text)
        signs = [*_read(text[start:end], "passage", codes), *_decoded(text[start:end], "passage")]
        if signs:
            worst = max(signs, key=lambda one: one.score)
            found.append(Finding("injection", start, end, worst.score, worst.what))
    found += _unseen(text)
    found += _commented(text, "passage")
    return found


def _read(text: str, where: Where, codes: tuple[str, ...]) -> Iterator[Finding]:
    made = plain(text)
    best: dict[str, Match] = {}
    for reading in hits(made.text, codes):
        for match in matches(reading, where, made.text):
            if match.score >= best.get(match.what, match).score:
                best[match.what] = match
    for match in (*best.values(), *shaped(made.text)):
        if match.score >= WEAK:
            yield Finding("injection", *made.span(match.start, match.end), match.score, match.what)


def _decoded(text: str, where: Where) -> Iterator[Finding]:
    """Words hidden in an encoding; in a document, only those that are an attack themselves."""
    for one in hidden(text):
        signs = list(_read(one.text, where, languages(one.text)))
        if signs:
            worst = max(signs, key=lambda sign: sign.score)
            what = f"{worst.what}, hidden in {one.how}"
            yield Finding("injection", one.start, one.end, ATTACK, what)
        elif where == "question":
            yield Finding("injection", one.start, one.end, ENCODED, f"hides words in {one.how}")


def _commented(text: str, where: Where) -> Iterator[Finding]:
    """What stands in a comment and would be an instruction; nobody but a model reads it."""
    for start, end in comments(text):
        told = text[start:end]
        for sign in (*_read(told, "passage", languages(told)), *_decoded(told, where)):
            what = f"{sign.what}, in a comment"
            yield Finding("injection", start, end, max(sign.score, ENCODED), what)


def _unseen(text: str) -> Iterator[Finding]:
    """Characters that no reader sees but a model reads (tag characters)."""
    places = [place for place, one in enumerate(text) if 0xE0020 <= ord(one) <= 0xE007F]
    if len(places) > 3:
        what = "hides words in characters that cannot be seen"
        yield Finding("injection", places[0], places[-1] + 1, INVISIBLE, what)
