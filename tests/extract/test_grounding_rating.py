"""What grounding finds out reaches the signals of a leaf."""

from winnow.contracts.evidence import Match
from winnow.contracts.parsed import Element, HiddenText, ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow_extract.rating import rate_all

RECIPE = Recipe(
    recipe="slip",
    version=1,
    title="Slip",
    description="A slip.",
    fields={
        "type": "object",
        "properties": {
            "total": {"type": "number", "description": "What was paid."},
            "shop": {"type": "string", "description": "Who sold it."},
        },
    },
)


def test_signals_tell_places_label_and_hidden_text() -> None:
    text = "Total 5.00\nTotal 5.00"
    parsed = ParsedDocument(
        text=text,
        pages=(),
        elements=(Element(id="1", category="Text", text=text, page=1, start=0, end=len(text)),),
        chunks=(),
        hidden=(HiddenText(text="Acme Ltd", page=1, how="tiny"),),
    )

    rated = rate_all(RECIPE, parsed, {"total": 5.0, "shop": "Acme Ltd"}, {}, "model", "prompt")

    total, shop = (rated.leaves[at].signals for at in ("/total", "/shop"))
    assert (total.places, total.labelled, total.hidden) == (2, True, False)
    assert (shop.places, shop.labelled, shop.hidden) == (0, None, True)
    assert shop.grounding == Match.NONE
