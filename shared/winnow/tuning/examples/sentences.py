"""A reference summary in the form that summarise asks for: sentences with what they rest on.

A sentence goes to the part of the document with the passage that holds most of its words, and
names up to three passages there. One that they do not bear out would be dropped by the service, so
it is no answer to learn. Where there is room for fewer sentences than there are, those are taken
that together say most of the reference's words, greedily, as extractive references are made
(Nallapati et al., SummaRuNNer, AAAI 2017, section 3).
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from winnow.contracts.parsed import ParsedDocument
from winnow.llm.calls import Question
from winnow.llm.forms import strict_schema
from winnow.prompts import unfenced
from winnow.tuning.examples.asked import UnusableError

SUPPORT: Final = 0.5  # share of a sentence's words that its passages must hold, as summarise asks
CITED: Final = 3  # passages that a sentence may name
LONGEST: Final = 240  # characters of a sentence
END: Final = re.compile(r"(?<=[.!?\u3002])\s+(?=[\W\d]*[^\W\d_a-z])")
NUMBERED: Final = re.compile(r"\[(\d+)\] ")


class SentencesTruth:
    """Truth of a summary. Raises UnusableError where the document bears out no sentence of it."""

    def __init__(self, summary: str, parsed: ParsedDocument) -> None:
        self._passages = [chunk.text for chunk in parsed.chunks]
        every = [part for sentence in END.split(summary.strip()) for part in _short(sentence)]
        self._home = {one: self._best(one) for one in every if _words(one)}
        self._sentences = [one for one in every if one in self._home]
        if not any(_cited(one, self._passages) for one in self._sentences):
            raise UnusableError("unsupported", "no sentence of the summary is in the document")

    def answer(self, question: Question[Any]) -> dict[str, Any]:
        """What the reference says of the passages that are shown."""
        shown = _shown(unfenced(question.prompt.text))
        begins = self._begin(shown)
        own = [one for one in self._sentences if begins is None or self._home[one] in begins]
        known = {one: cited for one in own if (cited := _cited(one, shown))}
        most = strict_schema(question.form)["properties"]["statements"]["maxItems"]
        chosen = _telling(list(known), most)
        return {"statements": [{"passages": known[one], "sentence": one} for one in chosen]}

    def teaches(self, answer: dict[str, Any]) -> bool:
        """Silence is no truth: a reference of few sentences passes over much that matters."""
        return bool(answer["statements"])

    def given(self, question: Question[Any]) -> None:
        """No question depends on another."""

    def _best(self, sentence: str) -> int:
        """The passage with most of its words."""
        words = _words(sentence)
        shares = [len(words & _words(passage)) for passage in self._passages]
        return max(range(len(shares)), key=shares.__getitem__, default=0)

    def _begin(self, shown: Sequence[str]) -> range | None:
        """The numbers of the document's passages that are shown; None where they are statements."""
        for at in range(len(self._passages)):
            if self._passages[at : at + len(shown)] == list(shown):
                return range(at, at + len(shown))
        return None


def _short(sentence: str) -> list[str]:
    """A sentence in parts that are short enough, cut where it has a pause, else at a blank."""
    parts, rest = [], " ".join(sentence.split())
    while len(rest) > LONGEST:
        room = rest[:LONGEST]
        pause = max(room.rfind("; "), room.rfind(", "), room.rfind(": ")) + 1
        at = pause if pause > LONGEST // 3 else room.rfind(" ")
        at = at if at > 0 else LONGEST
        parts.append(rest[:at].strip(" ,;:"))
        rest = rest[at:].strip()
    return [part for part in [*parts, rest] if part]


def _shown(text: str) -> list[str]:
    """The passages of a question, by their running numbers."""
    passages: list[str] = []
    start = 0
    for match in NUMBERED.finditer(text):
        begins = match.start() == 0 or text[: match.start()].endswith("\n\n")
        if begins and int(match[1]) == len(passages) + 1:
            if passages:
                passages[-1] = text[start : match.start() - 2]
            passages.append(text[match.end() :])
            start = match.end()
    return passages


def _cited(sentence: str, passages: Sequence[str]) -> list[int]:
    """Numbers of the passages that bear the sentence out together; none if they do not."""
    left, words = _words(sentence), _words(sentence)
    cited: list[int] = []
    while len(cited) < CITED:
        gains = [len(left & _words(passage)) for passage in passages]
        best = max(range(len(gains)), key=gains.__getitem__, default=None)
        if best is None or gains[best] == 0 or (cited and gains[best] < 2):
            break
        cited.append(best + 1)
        left = left - _words(passages[best])
    borne_out = bool(words) and 1 - len(left) / len(words) >= SUPPORT
    return sorted(cited) if borne_out else []


def _telling(sentences: list[str], most: int) -> list[str]:
    """At most so many, those that say most different words together, in the order given."""
    left = {word for one in sentences for word in _words(one)}
    chosen: list[str] = []
    while len(chosen) < min(most, len(sentences)):
        others = [one for one in sentences if one not in chosen]
        if not others:
            break
        best = max(others, key=lambda one: len(left & _words(one)))
        chosen.append(best)
        left = left - _words(best)
    return [one for one in dict.fromkeys(sentences) if one in chosen]


def _words(text: str) -> set[str]:
    """Words of four letters and more, and numbers: what summarise holds against passages."""
    return set(re.findall(r"\w{4,}|\d[\d.,]*", text.casefold()))
