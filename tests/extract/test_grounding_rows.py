"""All values of a document together: pages, boxes and rows."""

from winnow.contracts.base import Box
from winnow.contracts.evidence import Match
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow_extract.grounding import SourceIndex, ground, ground_all

HEIGHT = 0.02


def document(*pages: list[list[str]], boxes: bool = True) -> ParsedDocument:
    """Pages of elements of lines; each line's words stand side by side, one line under another."""
    text = ""
    elements: list[Element] = []
    words: list[Word] = []
    for number, page in enumerate(pages, start=1):
        down = 0.1
        for lines in page:
            text += "\n\n" if text else ""
            start, top = len(text), down
            text += "\n".join(lines)
            for line in lines:
                for at, token in enumerate(line.split()):
                    box = Box(x0=0.1 + at * 0.1, y0=down, x1=0.19 + at * 0.1, y1=down + HEIGHT)
                    words.append(Word(text=token, page=number, box=box, confidence=0.9))
                down += 0.03
            frame = Box(x0=0.1, y0=top, x1=0.99, y1=down) if boxes else None
            elements.append(
                Element(
                    id=f"e{len(elements)}",
                    category="Text",
                    text="\n".join(lines),
                    page=number,
                    box=frame,
                    start=start,
                    end=len(text),
                )
            )
    return ParsedDocument(
        text=text,
        pages=(),
        elements=tuple(elements),
        words=tuple(words) if boxes else (),
        chunks=(),
    )


def quotes(parsed: ParsedDocument, leaves: dict[str, str | float | None]) -> dict[str, int | None]:
    return {
        at: found.evidence.start for at, found in ground_all(SourceIndex(parsed), leaves).items()
    }


def test_the_boxes_are_those_of_the_matched_words() -> None:
    parsed = document([["Seller Acme Pumps Ltd"], ["Buyer Acme Dairy"]])

    found = ground(SourceIndex(parsed), "Acme Pumps")

    assert [box.x0 for box in found.boxes] == [0.2, 0.30000000000000004]
    assert found.boxes == tuple(word.box for word in parsed.words[1:3])


def test_a_word_that_stands_twice_has_the_box_of_its_own_place() -> None:
    parsed = document([["Net 5.00"], ["Total 5.00"]])

    found = ground(SourceIndex(parsed), 5.0, near=15)

    assert found.boxes == (parsed.words[3].box,)


def test_words_out_of_order_still_find_their_boxes() -> None:
    parsed = document([["Net 5.00"], ["Total 7.00"]])
    mixed = parsed.model_copy(update={"words": parsed.words[::-1]})

    assert ground(SourceIndex(mixed), 7.0).boxes == (parsed.words[3].box,)


def test_the_page_is_the_one_the_value_stands_on() -> None:
    parsed = document([["first page"]], [["second page 77.10"]])

    assert ground(SourceIndex(parsed), 77.1).page == 2


def test_without_words_the_box_is_the_elements() -> None:
    parsed = document([["Net 5.00"]]).model_copy(update={"words": ()})

    assert ground(SourceIndex(parsed), 5.0).boxes == (parsed.elements[0].box,)


def test_without_any_layout_there_are_no_boxes() -> None:
    found = ground(SourceIndex(document([["Net 5.00"]], boxes=False)), 5.0)

    assert (found.kind, found.boxes, found.page) == (Match.EXACT, (), 1)


def test_an_empty_document_grounds_nothing() -> None:
    assert ground(SourceIndex(document()), "Acme").kind == Match.NONE


def test_cells_are_sought_on_the_line_of_their_row() -> None:
    parsed = document([["Tea 2 3.00", "Cake 1 3.00", "Soup 1 2.00"]])
    rows: dict[str, str | float | None] = {
        "/rows/0/name": "Tea",
        "/rows/0/quantity": 2.0,
        "/rows/0/amount": 3.0,
        "/rows/1/name": "Cake",
        "/rows/1/quantity": 1.0,
        "/rows/1/amount": 3.0,
        "/rows/2/name": "Soup",
        "/rows/2/quantity": 1.0,
        "/rows/2/amount": 2.0,
    }

    assert list(quotes(parsed, rows).values()) == [0, 4, 6, 11, 16, 18, 23, 28, 30]


def test_a_quantity_before_its_name_is_found_too() -> None:
    parsed = document([["1 Soup 6.25", "1 Club 11.50", "2 Tea 5.90"]], boxes=False)

    found = quotes(parsed, {"/i/0/name": "Club", "/i/0/quantity": 1.0, "/i/0/amount": 11.5})

    assert found == {"/i/0/name": 14, "/i/0/quantity": 12, "/i/0/amount": 19}


def test_columns_read_one_after_another_are_joined_by_height() -> None:
    names = [["Tea"], ["Cake"], ["Soup"]]
    parsed = document([*names, ["3.00"], ["3.00"], ["2.00"]])
    level = [
        word.model_copy(
            update={
                "box": word.box.model_copy(
                    update={"y0": parsed.words[at % 3].box.y0, "y1": parsed.words[at % 3].box.y1}
                )
            }
        )
        for at, word in enumerate(parsed.words)
    ]
    elements = [
        element.model_copy(update={"box": word.box})
        for element, word in zip(parsed.elements, level, strict=True)
    ]
    beside = parsed.model_copy(update={"words": tuple(level), "elements": tuple(elements)})

    found = quotes(beside, {"/i/0/name": "Cake", "/i/0/amount": 3.0})

    assert found["/i/0/amount"] == beside.text.rindex("3.00")


def test_the_same_row_printed_twice_takes_both_places_in_order() -> None:
    parsed = document([["Tea 3.00", "Cake 4.00", "Tea 3.00"]], boxes=False)
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Tea",
        "/i/0/amount": 3.0,
        "/i/1/name": "Cake",
        "/i/1/amount": 4.0,
        "/i/2/name": "Tea",
        "/i/2/amount": 3.0,
    }

    assert list(quotes(parsed, rows).values()) == [0, 4, 9, 14, 19, 23]


def test_a_list_of_texts_is_grounded_in_order() -> None:
    parsed = document([["Acme Ltd and Bolt Inc"]], boxes=False)

    assert quotes(parsed, {"/party/0": "Acme Ltd", "/party/1": "Bolt Inc"}) == {
        "/party/0": 0,
        "/party/1": 13,
    }


def test_of_equal_places_the_one_whose_line_names_the_field_is_taken() -> None:
    parsed = document([["Cash 25.00", "Total 25.00", "Card 25.00"]], boxes=False)

    assert quotes(parsed, {"/total": 25.0}) == {"/total": 17}


def test_every_leaf_has_evidence_in_the_order_given() -> None:
    leaves: dict[str, str | float | None] = {"/rows/0/x": None, "/b": "nowhere", "/a": 5.0}

    found = ground_all(SourceIndex(document([["5.00"]])), leaves)

    assert list(found) == list(leaves)
    assert [one.evidence.kind for one in found.values()] == [Match.NONE, Match.NONE, Match.EXACT]


def test_a_row_that_a_model_repeats_is_grounded_once() -> None:
    parsed = document([["Tea 3.00", "Cake 4.00"]], boxes=False)
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Tea",
        "/i/0/amount": 3.0,
        "/i/1/name": "Tea",
        "/i/1/amount": 3.0,
        "/i/2/name": "Cake",
        "/i/2/amount": 4.0,
    }

    assert list(quotes(parsed, rows).values()) == [0, 4, None, None, 9, 14]


def test_two_cells_of_a_row_share_what_is_printed_once() -> None:
    parsed = document([["Tea 3.00", "Cake 4.00"]], boxes=False)

    found = quotes(parsed, {"/i/0/name": "Cake", "/i/0/price": 4.0, "/i/0/amount": 4.0})

    assert found == {"/i/0/name": 9, "/i/0/price": 14, "/i/0/amount": 14}


def test_rows_may_share_a_heading_that_is_printed_once() -> None:
    parsed = document([["March 2026", "Tea 3.00", "Cake 4.00"]], boxes=False)
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Tea",
        "/i/0/month": "March 2026",
        "/i/1/name": "Cake",
        "/i/1/month": "March 2026",
    }

    found = quotes(parsed, rows)

    assert (found["/i/0/month"], found["/i/1/month"]) == (0, 0)


def test_a_row_is_where_most_of_its_cells_are_not_where_its_name_is_first_said() -> None:
    parsed = document([["We sell Tea and Cake", "Tea 2 3.00", "Cake 1 4.00"]])
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Tea",
        "/i/0/amount": 3.0,
        "/i/1/name": "Cake",
        "/i/1/amount": 4.0,
    }

    found = quotes(parsed, rows)

    assert found["/i/0/name"] == parsed.text.index("Tea 2")
    assert found["/i/1/name"] == parsed.text.index("Cake 1")


def test_of_two_alike_on_a_row_the_one_in_the_column_of_the_other_rows_is_taken() -> None:
    parsed = document([["1 Tea 1 3.00", "2 Cake 5 4.00", "3 Soup 6 2.00"]])
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Tea",
        "/i/0/quantity": 1.0,
        "/i/1/name": "Cake",
        "/i/1/quantity": 5.0,
        "/i/2/name": "Soup",
        "/i/2/quantity": 6.0,
    }

    assert quotes(parsed, rows)["/i/0/quantity"] == parsed.text.index("1 3.00")


def test_rows_go_on_over_a_page_break() -> None:
    parsed = document([["Tea 3.00", "Cake 4.00"]], [["Tea 3.00", "Soup 4.00"]])
    rows: dict[str, str | float | None] = {}
    for at, (name, amount) in enumerate([("Tea", 3.0), ("Cake", 4.0), ("Tea", 3.0), ("Soup", 4.0)]):
        rows |= {f"/i/{at}/name": name, f"/i/{at}/amount": amount}

    found = ground_all(SourceIndex(parsed), rows)

    assert [one.evidence.page for one in found.values()] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_rows_told_out_of_order_still_stand_on_their_lines() -> None:
    parsed = document([["Tea 3.00", "Cake 4.00", "Soup 5.00"]])
    rows: dict[str, str | float | None] = {
        "/i/0/name": "Soup",
        "/i/0/amount": 5.0,
        "/i/1/name": "Tea",
        "/i/1/amount": 3.0,
        "/i/2/name": "Cake",
        "/i/2/amount": 4.0,
    }

    found = quotes(parsed, rows)

    assert [found[f"/i/{at}/amount"] for at in range(3)] == [
        parsed.text.index(amount) for amount in ("5.00", "3.00", "4.00")
    ]
