"""How often a value stands, whether it is labelled, and whether only hidden text has it."""

from winnow.contracts.base import Box
from winnow.contracts.evidence import Match
from winnow.contracts.parsed import Element, HiddenText, ParsedDocument, Word
from winnow_extract.grounding import Grounding, SourceIndex, ground_all

SCHEMA = {
    "type": "object",
    "properties": {
        "total": {"type": "number", "description": "What is to be paid; not the change."},
        "issue_date": {"type": "string", "description": "The invoice date; not the due date."},
        "items": {
            "type": "array",
            "items": {
                "properties": {
                    "name": {"type": "string", "description": "The article as printed."},
                    "quantity": {"type": "number"},
                }
            },
        },
    },
}


def plain(text: str, *hidden: str) -> SourceIndex:
    element = Element(id="1", category="Text", text=text, page=1, start=0, end=len(text))
    behind = tuple(HiddenText(text=one, page=1, how="invisible") for one in hidden)
    return SourceIndex(
        ParsedDocument(text=text, pages=(), elements=(element,), chunks=(), hidden=behind)
    )


def drawn(*cells: tuple[str, float, float]) -> SourceIndex:
    """Each cell an element of its own: text, how far right and how far down it begins."""
    text, elements, words = "", [], []
    for number, (cell, x, y) in enumerate(cells):
        start = len(text) + 1 if text else 0
        text = f"{text}\n{cell}" if text else cell
        box = Box(x0=x, y0=y, x1=x + 0.01 * len(cell), y1=y + 0.02)
        elements.append(
            Element(
                id=f"e{number}",
                category="Text",
                text=cell,
                page=1,
                box=box,
                start=start,
                end=start + len(cell),
            )
        )
        words.append(Word(text=cell, page=1, box=box))
    return SourceIndex(
        ParsedDocument(text=text, pages=(), elements=tuple(elements), words=tuple(words), chunks=())
    )


def one(index: SourceIndex, pointer: str, value: str | float) -> Grounding:
    return ground_all(index, {pointer: value}, SCHEMA)[pointer]


def test_the_places_of_the_best_kind_are_counted() -> None:
    assert one(plain("Net 5.00 Total 5.00 or 5,00"), "/total", 5.0).places == 2


def test_a_value_that_is_not_found_has_no_places_and_no_label() -> None:
    assert one(plain("Total 5.00"), "/total", 6.0) == Grounding()


def test_the_name_of_the_field_left_of_a_value_labels_it() -> None:
    assert one(plain("Total RM 5.00"), "/total", 5.0).labelled is True


def test_another_word_left_of_a_value_does_not() -> None:
    assert one(plain("Weight 5.00"), "/total", 5.0).labelled is False


def test_a_word_of_the_description_labels_too() -> None:
    assert one(plain("to be paid: 5.00"), "/total", 5.0).labelled is True


def test_what_the_description_denies_does_not() -> None:
    assert one(plain("Change 5.00"), "/total", 5.0).labelled is False


def test_only_the_words_next_to_a_value_count() -> None:
    found = one(plain("Total 9.00 Weight 5.00"), "/total", 5.0)

    assert found.labelled is False


def test_a_label_may_stand_beside_in_another_column() -> None:
    index = drawn(("Total", 0.1, 0.5), ("Weight", 0.1, 0.6), ("5.00", 0.7, 0.5))

    assert one(index, "/total", 5.0).labelled is True


def test_a_label_may_stand_above() -> None:
    index = drawn(("Weight", 0.1, 0.5), ("Total", 0.7, 0.5), ("5.00", 0.7, 0.53))

    assert one(index, "/total", 5.0).labelled is True


def test_a_heading_of_another_column_is_no_label() -> None:
    index = drawn(("Total", 0.1, 0.5), ("Weight", 0.7, 0.5), ("5.00", 0.7, 0.53))

    assert one(index, "/total", 5.0).labelled is False


def test_the_labelled_one_of_several_places_is_taken_across_columns() -> None:
    index = drawn(("Cash", 0.1, 0.4), ("5.00", 0.7, 0.4), ("Total", 0.1, 0.5), ("5.00", 0.7, 0.5))

    assert one(index, "/total", 5.0).evidence.boxes[0].y0 == 0.5


def test_cells_of_a_list_are_labelled_by_the_heading_of_their_column() -> None:
    index = drawn(
        ("Article", 0.1, 0.3),
        ("Quantity", 0.5, 0.3),
        ("Tea", 0.1, 0.33),
        ("2", 0.5, 0.33),
        ("Cake", 0.1, 0.36),
        ("7", 0.5, 0.36),
    )

    found = ground_all(
        index,
        {
            "/items/0/name": "Tea",
            "/items/0/quantity": 2.0,
            "/items/1/name": "Cake",
            "/items/1/quantity": 7.0,
        },
        SCHEMA,
    )

    assert [cell.labelled for cell in found.values()] == [True] * 4


def test_a_value_only_in_hidden_text_is_not_found_and_is_told() -> None:
    found = one(plain("Total 5.00", "Total 9.99"), "/total", 9.99)

    assert (found.evidence.kind, found.hidden) == (Match.NONE, True)


def test_a_value_on_the_page_is_not_hidden_though_hidden_text_repeats_it() -> None:
    assert one(plain("Total 5.00", "Total 5.00"), "/total", 5.0).hidden is False


def test_a_value_that_stands_nowhere_is_not_hidden() -> None:
    assert one(plain("Total 5.00", "Total 9.99"), "/total", 7.0).hidden is False
