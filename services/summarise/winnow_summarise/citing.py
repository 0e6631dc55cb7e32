"""Which places of a document a sentence of its summary cites. Pure."""

from collections.abc import Mapping, Sequence

from winnow.contracts.evidence import CitedSpan, Sentence
from winnow_summarise.bearing import borne_out
from winnow_summarise.sentences import SourceSentence
from winnow_summarise.weighing import terms_of

Passages = Mapping[str, Sequence[SourceSentence]]  # the sentences of chunks, by the chunk's id


def cite(
    sentence: str, named: Sequence[str], passages: Passages, language: str = "en"
) -> Sentence | None:
    """The sentence with the places that bear it out, or None, and then it must go.

    They are in the chunks that the model named if those bear it out, else in the one chunk that
    has most of its terms.
    """
    text = sentence.strip()
    known = [chunk for chunk in dict.fromkeys(named) if chunk in passages]
    for chunks in (known, [_likeliest(text, passages, language)]):
        shown = [one for chunk in chunks for one in passages.get(chunk, ())]
        if found := borne_out(text, shown, language):
            return cited(text, found.by)
    return None


def cited(text: str, by: Sequence[SourceSentence]) -> Sentence:
    """A sentence that rests on these, and where a speaker's turn began elsewhere, on its name."""
    places = dict.fromkeys(place for one in by for place in (*one.begun, one.place))
    spans = tuple(CitedSpan(chunk=chunk, start=start, end=end) for chunk, start, end in places)
    return Sentence(text=text, chunks=tuple(dict.fromkeys(one.chunk for one in spans)), spans=spans)


def _likeliest(text: str, passages: Passages, language: str) -> str:
    wanted = set(terms_of(text, language))

    def held(chunk: str) -> int:
        return len(
            wanted & {term for one in passages[chunk] for term in terms_of(one.quoted, language)}
        )

    return max(passages, key=held, default="")
