"""What somebody must know of the document as a whole. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import HiddenText, ParsedDocument
from winnow_review.folding import Item
from winnow_review.sheet.telling import quoted
from winnow_review.sheet.writing import cut, percent, shown

Weight = Literal["bad", "warn", "info"]
LISTED: Final = 5  # lines of a banner; the rest is counted
HOW: Final = {
    "invisible": "drawn invisibly",
    "tiny": "too small to read",
    "off_page": "outside the page",
    "background": "in the colour of its background",
    "covered": "covered by something",
    "other": "not visible",
}


@dataclass(frozen=True, slots=True)
class Banner:
    """A headline and its lines; the weight is also said in words by the page."""

    weight: Weight
    title: str
    lines: tuple[str, ...] = ()


def banners_of(
    item: Item, extraction: Extraction, parsed: ParsedDocument, broken: Iterable[str]
) -> tuple[Banner, ...]:
    """All that holds now; rules are those of the data as decided."""
    return tuple(
        one
        for one in (
            _hidden(parsed.hidden),
            _listed("bad", "Rules that do not hold", broken),
            *_extraction(extraction),
            _listed("warn", "Of the file", parsed.warnings),
            *_summary(item),
        )
        if one is not None
    )


def _hidden(hidden: tuple[HiddenText, ...]) -> Banner | None:
    lines = (f"page {one.page}, {HOW[one.how]}: {quoted(one.text)}" for one in hidden)
    title = "The file holds text that the page does not show; the model did not read it"
    return _listed("bad", title, lines)


def _extraction(extraction: Extraction) -> Iterator[Banner]:
    if extraction.failure:
        yield Banner("bad", "No values were read", (shown(extraction.failure),))
    if not extraction.completeness.complete:
        yield Banner("warn", "Incomplete", (shown(extraction.completeness.reason or ""),))


def _summary(item: Item) -> Iterator[Banner]:
    summary = item.request.summary
    if summary.failure:
        yield Banner("warn", "No summary was written", (shown(summary.failure),))
    elif summary.covered < 1:
        told = f"The summary rests on {percent(summary.covered)} of the document"
        yield Banner("warn", told)


def _listed(weight: Weight, title: str, lines: Iterable[str]) -> Banner | None:
    every = [cut(shown(line)) for line in lines]
    if not every:
        return None
    more = [f"and {len(every) - LISTED} more"] if len(every) > LISTED else []
    return Banner(weight, title, (*every[:LISTED], *more))
