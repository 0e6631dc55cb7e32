"""All that the viewer is told of a document. Pure."""

from winnow.contracts.base import Record
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow_review.viewer.marks import Hidden, Mark, hidden_of, marks_of
from winnow_review.viewer.runs import Paragraph, paragraphs_of


class Sight(Record):
    """A page as it is seen; `image` is the address of its picture, null if it has none."""

    number: int
    width: float | None
    height: float | None
    image: str | None
    ocr: bool


class View(Record):
    """The pages, the places of values in them, and the text of pages without a picture."""

    pages: tuple[Sight, ...]
    marks: tuple[Mark, ...]
    hidden: tuple[Hidden, ...]
    paragraphs: tuple[Paragraph, ...]


def view_of(request: ReviewRequested, extraction: Extraction, parsed: ParsedDocument) -> View:
    """The model's draft in its document; what people decided is no part of it."""
    at = f"/v1/reviews/{request.document_id}/pages"
    marks = marks_of(request, extraction, parsed)
    return View(
        pages=tuple(
            Sight(
                number=page.number,
                width=page.width,
                height=page.height,
                image=f"{at}/{page.number}.png" if page.image is not None else None,
                ocr=page.ocr,
            )
            for page in parsed.pages
        ),
        marks=marks,
        hidden=hidden_of(parsed.hidden),
        paragraphs=paragraphs_of(parsed, marks),
    )
