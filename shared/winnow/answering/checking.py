"""Whether what a sentence cites bears it out: by its words, and by an embedding model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from winnow.answering.drafts import Draft, Place
from winnow.answering.sentences import Span, around, sentences
from winnow.answering.terms import Terms, terms_of
from winnow.answering.vectors import SentenceVectors

WORDS: Final = 0.6  # least share of a sentence's content words that must stand where it cites
NEAR: Final = 0.4  # least cosine of a sentence and what it cites


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a sentence is borne out, 0..1, and why it is not; `why` is empty where it is."""

    support: float
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why


async def check(draft: Draft, vectors: SentenceVectors, language: str) -> Verdict:
    """Check one sentence against its cited places.

    Numbers and denials must stand in the sentences that are quoted; names too, or in the sentence
    before, which says who "he" is; so must most of the other words. What stands there word for
    word needs no more.
    """
    if not draft.places:
        lost = f": {draft.lost[0]!r} does not stand there" if draft.lost else ""
        return Verdict(0.0, f"nothing that was found is quoted{lost}")
    if any(place.passage.touches_cut(place.span) for place in draft.places):
        return Verdict(0.0, "it rests on text that is kept from models")
    if draft.read_by != "writing":
        return Verdict(1.0)
    quoted = " ".join(_quoted(place) for place in draft.places)
    wider = " ".join(_wider(place) for place in draft.places)
    if why := contradicted(draft.text, quoted, wider, language):
        return Verdict(0.0, why)
    words = _share(terms_of(draft.text, language), terms_of(wider, language))
    near = [await vectors.cosine(draft.text, one) for one in (quoted, wider)]
    cosine = max(near)
    support = round((words + max(0.0, cosine)) / 2, 4)
    if words < WORDS:
        return Verdict(support, f"only {words:.0%} of its words stand where it cites")
    if cosine < NEAR:
        return Verdict(support, f"it is about something else than what it cites ({cosine:.2f})")
    return Verdict(support)


def contradicted(text: str, quoted: str, wider: str, language: str) -> str:
    """Which number, denial or name of a sentence is not where it cites; empty if all are."""
    said, shown, near = (terms_of(one, language) for one in (text, quoted, wider))
    if missing := said.numbers - shown.numbers:
        return f"the number {min(missing)} does not stand where it cites"
    if said.denied != shown.denied:
        return "it denies what it cites, or the other way round"
    # a name may begin a sentence there, where capitals do not tell
    if missing := said.names - near.names - near.words:
        return f"the name {min(missing)!r} does not stand where it cites"
    return ""


def _share(said: Terms, shown: Terms) -> float:
    return len(said.all & shown.all) / len(said.all) if said.all else 1.0


def _quoted(place: Place) -> str:
    return around(place.passage.text, place.span).of(place.passage.text)


def _wider(place: Place) -> str:
    """The quoted sentences and the one before, with the name of the file."""
    text = place.passage.text
    whole = around(text, place.span)
    before = [one for one in sentences(text) if one.end <= whole.start][-1:]
    start = before[0].start if before else whole.start
    return f"{Span(start, whole.end).of(text)} {place.passage.source.file_name}"


def apart(
    verdicts: Sequence[tuple[Draft, Verdict]],
) -> tuple[list[tuple[Draft, Verdict]], list[str]]:
    """Those that hold, and the others as they are told: what was said, and why it went."""
    kept = [one for one in verdicts if one[1].holds]
    gone = [f"{draft.text} ({verdict.why})" for draft, verdict in verdicts if not verdict.holds]
    return kept, gone
