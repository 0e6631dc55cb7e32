"""Citations of a person: spans of what was shown to them, and nothing else. Pure."""

from collections.abc import Iterable, Sequence

from winnow.contracts.questions import Citation, QuestionEscalated
from winnow.web.problems import ProblemError
from winnow_review.questions.views import Cited

Place = tuple[str, str, int, int]  # document, chunk, start, end


def citations_of(request: QuestionEscalated, cited: Sequence[Cited]) -> tuple[Citation, ...]:
    """The citations, each once, with the words that stand there.

    ProblemError 422 `citation_unknown` for a passage that was not shown, `span_invalid` for a span
    that is empty or runs over its end.
    """
    drafted = {place_of(one): one for one in draft_citations(request)}
    found = (drafted.get(_asked(one)) or _citation(request, one) for one in cited)
    return tuple({place_of(one): one for one in found}.values())


def draft_citations(request: QuestionEscalated) -> Iterable[Citation]:
    """What the draft cites, also of passages that are not among the sources."""
    for sentence in request.draft.sentences if request.draft else ():
        yield from sentence.citations


def place_of(one: Citation) -> Place:
    """What makes two citations the same."""
    return str(one.document_id), one.chunk, one.start, one.end


def _asked(one: Cited) -> Place:
    return str(one.document_id), one.chunk, one.start, one.end


def _citation(request: QuestionEscalated, one: Cited) -> Citation:
    source = next(
        (
            each
            for each in request.sources
            if (each.document_id, each.chunk) == (one.document_id, one.chunk)
        ),
        None,
    )
    if source is None:
        told = f"passage {one.chunk!r} of document {one.document_id} was not shown"
        raise ProblemError(422, "citation_unknown", told)
    quote = source.text[one.start : one.end]
    if one.end > len(source.text) or not quote.strip():
        told = f"{one.start} to {one.end} holds no words of a passage of {len(source.text)}"
        raise ProblemError(422, "span_invalid", told)
    return Citation(
        document_id=source.document_id,
        file_name=source.file_name,
        chunk=source.chunk,
        page=source.page,
        start=one.start,
        end=one.end,
        quote=quote,
    )
