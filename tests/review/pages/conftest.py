"""Helpers of the pages' tests: a document with a table, and what a page shows of it."""

from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.pointers import leaves

BY = Provenance(decided_by="model:m")
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and all its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def by_id(self, id_: str) -> Attributes | None:
        """The attributes of the element with this id."""
        return next((has for _, has in self.elements if has.get("id") == id_), None)

    def all(self, name: str) -> list[str | None]:
        """The values of an attribute, wherever it stands."""
        return [has[name] for _, has in self.elements if name in has]


@pytest.fixture
def parsed() -> Callable[[str], Page]:
    return Page


@pytest.fixture
def ask_of() -> Callable[..., Awaitable[ReviewRequested]]:
    """Ask about a document with this data; every value is as certain as `confidences` says."""

    async def ask(
        desk: Any, data: dict[str, Any], confidences: dict[str, float] | None = None, **changes: Any
    ) -> ReviewRequested:
        known = confidences or {}
        draft = Extraction(
            recipe="receipt",
            data=data,
            leaves={
                at: Leaf(value=value, confidence=known.get(at, 0.99), provenance=BY)
                for at, value in leaves(data).items()
            },
            completeness=Completeness(complete=True),
        )
        stored = await desk.put(draft.model_dump_json())
        request: ReviewRequested = await desk.ask(extraction=stored, **changes)
        return request

    return ask
