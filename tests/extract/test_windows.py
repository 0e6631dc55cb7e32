"""Documents cut into windows of whole elements."""

from winnow.contracts.parsed import Element, Page, ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow_extract.windows import choose, cut

RECIPE = Recipe(
    recipe="contract",
    version=1,
    title="Contract",
    description="",
    fields={
        "type": "object",
        "properties": {
            "jurisdiction": {"type": "string", "description": "The governing state."},
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": {"penalty": {"type": "string"}}},
            },
        },
    },
)


def document(*texts: str) -> ParsedDocument:
    elements, at = [], 0
    for number, text in enumerate(texts, start=1):
        elements.append(
            Element(
                id=f"e{number}",
                category="Text",
                text=text,
                page=number,
                start=at,
                end=at + len(text),
            )
        )
        at += len(text) + 2
    pages = tuple(Page(number=number) for number in range(1, len(texts) + 1))
    return ParsedDocument(text="\n\n".join(texts), pages=pages, elements=tuple(elements), chunks=())


def test_a_short_document_is_one_window_with_page_tags() -> None:
    [window] = cut(document("one", "two"), size=100)
    assert window.text == "[page 1]\none\n[page 2]\ntwo"


def test_windows_keep_to_their_size_and_lose_nothing() -> None:
    texts = [f"word{number} " * 30 for number in range(20)]
    windows = cut(document(*texts), size=500)
    assert max(len(window.text) for window in windows) <= 500
    whole = "".join(window.text for window in windows)
    assert all(whole.count(f"word{number} ") == 30 for number in range(20))


def test_an_element_longer_than_a_window_is_cut_inside() -> None:
    windows = cut(document("x" * 1000), size=300)
    assert sum(window.text.count("x") for window in windows) == 1000
    assert max(len(window.text) for window in windows) <= 300


def test_a_document_without_text_has_no_window() -> None:
    assert cut(document(), size=300) == []


def test_of_many_windows_the_first_the_last_and_the_most_telling_are_read() -> None:
    texts = ["start " * 20, *["filler " * 20 for _ in range(6)], "end " * 20]
    texts[3] = "the governing jurisdiction is Ohio " * 4
    texts[5] = "penalty " * 15
    windows = cut(document(*texts), size=170)
    chosen = choose(windows, RECIPE, most=4)
    assert [window.index for window in chosen] == sorted({0, len(windows) - 1, 3, 5})
