"""The printed lines of a document, and which of them are built alike. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from winnow.contracts.parsed import ParsedDocument

CELLS: Final = re.compile(r" \| |\t+|[ \u00a0]{2,}|\s*;\s*")
COMMAS: Final = re.compile(r",(?! )")
DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{2,4}")
NUMBER: Final = re.compile(  # with a currency before it or a unit behind: EUR 1.234,50, 3 m2
    r":?[-+(\u2212]?\s?(?:[^\w\s]|[A-Z]{2,3})?\s?\d[\d.,'\u2019 \u00a0\u202f]*"
    r"(?:\s?[^\d\s]\S{0,7})?(?: \([A-Z]\)| [A-Z])?"
)
TOTALS: Final = re.compile(  # what a line that sums up others, or carries a sum on, begins with
    r"(?:sub|grand|net|gross|page)?[ -]?totals?\b|sum of\b|amount due\b|opening balance"
    r"|closing balance|(?:carried|brought) (?:forward|over)|balance (?:carried|brought)"
    r"|(?:zwischen|gesamt|end|netto|brutto)?(?:summe|betrag)\b|\u00fcbertrag|rechnungsbetrag"
    r"|sous-total|\u00e0 reporter|totale\b|subtotale\b|suma y sigue|riporto|importe total",
    re.IGNORECASE,
)
SUMS: Final = re.compile(  # the same, but goods may be called so as well
    r"(?:incl\.? |excl\.? |plus |zzgl\.? )?(?:vat|gst|tax|mwst|ust|tva|iva)\b|gesamt\b|saldo\b"
    r"|cash\b|change\b|card\b|visa\b|rounding\b|discount\b|balance\b|report\b|sum\b",
    re.IGNORECASE,
)
INK: Final = re.compile(r"\w")
PAGE: Final = re.compile(r"\b(?:page|seite|p\u00e1gina|pagina|blatt)\b.{0,3}\d", re.IGNORECASE)
EDGE: Final = 3  # lines at the top and the bottom of a page that may be its furniture


class Shape(NamedTuple):
    """How many cells of a line are words, numbers and dates."""

    words: int = 0
    numbers: int = 0
    dates: int = 0

    @property
    def cells(self) -> int:
        return self.words + self.values

    @property
    def values(self) -> int:
        """Cells that are no words."""
        return self.numbers + self.dates

    def apart(self, other: "Shape") -> int:
        """0 for the same shape, 1 where a cell is missing, 2 where one is of another kind."""
        return sum(abs(one - two) for one, two in zip(self, other, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of the document text, none of them a line break."""

    index: int
    start: int
    end: int
    page: int
    text: str
    shape: Shape
    code: str | None = None  # how its first word is built, such as A00 for K17
    furniture: bool = False  # page numbers, and what stands at the edge of several pages
    total: bool = False  # sums up other lines, or carries a sum from page to page
    may_be_total: bool = False

    @property
    def may_be_row(self) -> bool:
        """Whether it has cells side by side, as the rows of a list do."""
        return self.shape.cells > 1 and not self.furniture and not self.total


def lines_of(parsed: ParsedDocument) -> list[Line]:
    """The lines of all elements in reading order; blank and drawn ones are left out."""
    spans = [
        (element.start + match.start(), element.start + match.end(), element.page)
        for element in parsed.elements
        for match in re.finditer(r"\S[^\n]*", parsed.text[element.start : element.end])
        if INK.search(match[0])
    ]
    furniture = _furniture([(page, parsed.text[start:end].strip()) for start, end, page in spans])
    return [
        _line(number, start, end, page, parsed.text[start:end].strip(), furniture)
        for number, (start, end, page) in enumerate(spans)
    ]


def cells_of(text: str) -> list[str]:
    """The cells of a line: what wide gaps, bars, tabs or semicolons part, or else its commas."""
    cells = [cell for cell in CELLS.split(text.strip(" |;")) if cell.strip()]
    if len(cells) == 1 and len(parts := COMMAS.split(text)) > 2:
        cells = [part for part in parts if part.strip()]
    return _unglued(cells[0]) if len(cells) == 1 else [cell.strip() for cell in cells]


def shape_of(text: str) -> Shape:
    """The kinds of a line's cells, counted."""
    kinds = Counter(_kind(cell) for cell in cells_of(text))
    return Shape(kinds["words"], kinds["numbers"], kinds["dates"])


def _line(
    index: int, start: int, end: int, page: int, text: str, furniture: set[tuple[int, str]]
) -> Line:
    shape = shape_of(text)
    words = " ".join(cell for cell in cells_of(text) if _kind(cell) == "words")
    return Line(
        index,
        start,
        end,
        page,
        text,
        shape,
        _code(text),
        furniture=((page, text) in furniture and shape.values < 2)
        or (PAGE.search(text) is not None and shape.cells < 4),
        total=shape.words < 2 and TOTALS.match(words) is not None,
        may_be_total=shape.words < 2 and SUMS.match(words) is not None,
    )


def _code(text: str) -> str | None:
    """The build of a date, an article number or a tag that a line begins with."""
    first = text.split(maxsplit=1)[0].strip("|;,")
    code = re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "0", first))
    if DATE.fullmatch(first) or ("0" in code and "A" in code):
        return code
    return code if len(code) > 3 and set(code) == {"0"} else None


def _unglued(text: str) -> list[str]:
    """A line without gaps: the amounts at its end are cells, what stands before them is one."""
    tokens = text.split()
    at = len(tokens)
    while at > 1 and re.fullmatch(r"[^\w\s]?\d[\d.,]*[.,]\d{2}-?", tokens[at - 1]):
        at -= 1
    return [" ".join(tokens[:at]), *tokens[at:]]


def _kind(cell: str) -> str:
    if DATE.fullmatch(cell):
        return "dates"
    return "numbers" if NUMBER.fullmatch(cell) else "words"


def _furniture(lines: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
    """What stands letter for letter at the same edge of two pages and of half of all."""
    pages: dict[int, list[str]] = {}
    for page, text in lines:
        pages.setdefault(page, []).append(text)
    edges = {
        (page, at, text)
        for page, texts in pages.items()
        for at, text in (*enumerate(texts[:EDGE]), *enumerate(texts[-EDGE:], start=-EDGE))
    }
    often = Counter((at, text) for _, at, text in edges)
    least = max(2, len(pages) / 2)
    return {(page, text) for page, at, text in edges if often[at, text] >= least}
