"""Documents and recipes with lists."""

from collections.abc import Callable

import pytest

from winnow.contracts.parsed import Element, Page, ParsedDocument
from winnow.recipes.recipe import Recipe


@pytest.fixture
def pages() -> Callable[..., ParsedDocument]:
    """A document of these pages, each one element of lines."""

    def made(*texts: str) -> ParsedDocument:
        elements, at = [], 0
        for number, text in enumerate(texts, start=1):
            end = at + len(text)
            elements.append(
                Element(
                    id=f"e{number}", category="Table", text=text, page=number, start=at, end=end
                )
            )
            at = end + 2
        return ParsedDocument(
            text="\n\n".join(texts),
            pages=tuple(Page(number=number) for number in range(1, len(texts) + 1)),
            elements=tuple(elements),
            chunks=(),
        )

    return made


@pytest.fixture
def goods() -> Recipe:
    """A recipe with a list of goods and a number."""
    return Recipe(
        recipe="goods",
        version=1,
        title="Goods",
        description="",
        fields={
            "type": "object",
            "properties": {
                "number": {"type": "string"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "article": {"type": "string"},
                            "quantity": {"type": "number"},
                            "amount": {"type": "number", "description": "Amount of the line."},
                        },
                    },
                },
            },
        },
    )
