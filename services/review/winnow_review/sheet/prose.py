"""The cells that are no fields: the type of the document, the sentences of its summary. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from winnow.contracts.evidence import Sentence
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.reviews import FieldDecision
from winnow.recipes.recipe import Recipe
from winnow_review.comparing import Place
from winnow_review.folding import Item
from winnow_review.sheet.cells import DECIDED, Cell, Readings, Standing
from winnow_review.sheet.telling import DONE
from winnow_review.sheet.writing import shown

SENTENCE: Final = {"type": "string", "maxLength": 2000}  # characters of a sentence


def classification(
    item: Item,
    recipe: Recipe | None,
    decisions: Mapping[Place, FieldDecision],
    owed: Collection[Place],
    readings: Mapping[Place, Readings],
) -> Cell:
    """The type of the document; in a dispute `rejected` stands for no type."""
    place: Place = ("recipe", "/")
    decision = decisions.get(place)
    standing: Standing = "passes" if recipe else "missing"
    if decision is not None:
        standing = DECIDED[decision.action]
    elif place in readings:
        standing = "doubtful"
    told = () if recipe else ("no type was chosen: name one, or reject the document",)
    return Cell(
        pointer="/",
        label="Type of document",
        path="Type of document",
        schema={"type": "string"},
        value=recipe.title if recipe else item.request.recipe,
        read=item.request.recipe,
        standing=standing,
        told=(*_by(decision), *told),
        decision=decision,
        doubted=place in readings,
        flagged=place in owed,
        part="recipe",
        readings=readings.get(place),
    )


def sentences(
    item: Item,
    parsed: ParsedDocument,
    decisions: Mapping[Place, FieldDecision],
    owed: Collection[Place],
    readings: Mapping[Place, Readings],
) -> tuple[Cell, ...]:
    """The summary, a cell a sentence; each tells the pages that it rests on."""
    pages = {chunk.id: chunk.pages for chunk in parsed.chunks}
    made = []
    for number, sentence in enumerate(item.request.summary.sentences):
        place: Place = ("summary", f"/{number}")
        decision = decisions.get(place)
        found = sorted({page for chunk in sentence.chunks for page in pages.get(chunk, ())})
        made.append(
            Cell(
                pointer=place[1],
                label=f"Sentence {number + 1}",
                path=f"Summary, sentence {number + 1}",
                schema=SENTENCE,
                value=decision.value if decision else sentence.text,
                read=sentence.text,
                standing=DECIDED[decision.action] if decision else _rest(place, owed),
                told=(*_by(decision), *_rests_on(sentence, found)),
                decision=decision,
                page=found[0] if found else None,
                doubted=place in readings,
                flagged=place in owed,
                part="summary",
                readings=readings.get(place),
            )
        )
    return tuple(made)


def _rest(place: Place, owed: Collection[Place]) -> Standing:
    return "doubtful" if place in owed else "passes"


def _by(decision: FieldDecision | None) -> Iterator[str]:
    if decision is not None:
        by = f" by {shown(decision.reviewer)}" if decision.reviewer else ""
        yield f"{DONE[decision.action]}{by}"


def _rests_on(sentence: Sentence, pages: list[int]) -> Iterator[str]:
    if pages:
        yield f"rests on page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))}"
    elif not sentence.chunks:
        yield "rests on no passage of the document"
