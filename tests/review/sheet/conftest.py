"""A receipt read by a model, and the sheet that follows from what people said of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.base import Box
from winnow.contracts.evidence import (
    Completeness,
    Evidence,
    Extraction,
    Leaf,
    Match,
    Provenance,
    Sentence,
    Signals,
    Summary,
)
from winnow.contracts.parsed import Chunk, HiddenText, ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.recipe import Recipe, Rule
from winnow.testing.sources import BLOB, source_of
from winnow_review.folding import Item
from winnow_review.sheet.sheet import Sheet, sheet_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = Provenance(decided_by="model:m")
RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="",
    fields={
        "type": "object",
        "properties": {
            "seller": {"type": "object", "properties": {"name": {"type": "string"}}},
            "net": {"type": "number"},
            "tax": {"type": "number"},
            "total": {"type": "number"},
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "amount": {"type": "number"}},
                },
            },
        },
    },
    must_have=("/total",),
    rules=(
        Rule(id="adds-up", expr="near(data.net + data.tax, data.total)", message="does not add up"),
    ),
)
DATA: dict[str, Any] = {
    "seller": {"name": "ACME"},
    "net": 10.0,
    "tax": 2.5,
    "total": 12.0,
    "items": [{"name": "tea", "amount": 4.0}, {"name": "cake", "amount": 6.0}],
}
SOURCE = source_of(pages=2, submitted_at=AT)


def leaf(value: Any, confidence: float, **signals: Any) -> Leaf:
    found = Evidence(
        kind=Match.EXACT, page=2, boxes=(Box(page=2, x0=0, y0=0, x1=0.1, y1=0.1),), quote=str(value)
    )
    return Leaf(
        value=value,
        confidence=confidence,
        evidence=found,
        signals=Signals(**signals),
        provenance=BY,
    )


def extraction(**leaves: Leaf) -> Extraction:
    every = {
        "/seller/name": leaf("ACME", 0.99),
        "/net": leaf(10.0, 0.98),
        "/tax": leaf(2.5, 0.9),
        "/total": leaf(12.0, 0.71),
        "/items/0/name": leaf("tea", 0.95),
        "/items/0/amount": leaf(4.0, 0.95),
        "/items/1/name": leaf("cake", 0.95),
        "/items/1/amount": leaf(6.0, 0.3),
    }
    changed = {f"/{name}": one for name, one in leaves.items()}
    return Extraction(
        recipe="receipt",
        data=DATA,
        leaves={**every, **changed},
        completeness=Completeness(complete=True),
    )


def request(**changes: Any) -> ReviewRequested:
    fields: dict[str, Any] = {
        "document_id": uuid4(),
        "occurred_at": AT,
        "source": SOURCE,
        "recipe": "receipt",
        "extraction": BLOB,
        "summary": Summary(sentences=(Sentence(text="Tea was bought.", chunks=("c1",)),)),
        "reasons": ("/total: only 71 % certain",),
        "doubtful": ("/total", "/items/1/amount"),
        "thresholds": {"/total": 0.97, "/net": 0.97, "/items/*/amount": 0.5, "/seller/name": 0.5},
        "rule": "r",
        "due_at": AT,
    }
    return ReviewRequested(**{**fields, **changes})


@pytest.fixture
def asked() -> Callable[..., ReviewRequested]:
    """A request for a review, with changes."""
    return request


@pytest.fixture
def read() -> Callable[..., Extraction]:
    """The extraction, with other leaves by name."""
    return extraction


@pytest.fixture
def read_leaf() -> Callable[..., Leaf]:
    return leaf


@pytest.fixture
def shown() -> Callable[..., Sheet]:
    """The sheet of an item; `draft` and `hidden` text may be given."""

    def made(
        item: Item | None = None,
        draft: Extraction | None = None,
        hidden: tuple[HiddenText, ...] = (),
        recipe: Recipe | None = RECIPE,
    ) -> Sheet:
        chunk = Chunk(id="c1", index=0, text="tea", elements=(), pages=(2,))
        parsed = ParsedDocument(text="x", pages=(), elements=(), chunks=(chunk,), hidden=hidden)
        return sheet_of(item or Item(request()), draft or extraction(), recipe, parsed)

    return made
