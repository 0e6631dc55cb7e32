"""How many rows an answer holds, and windows cut accordingly."""

from collections.abc import Callable

from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow_extract.lines import lines_of
from winnow_extract.lists import lists_of
from winnow_extract.sizing import rows_per_answer
from winnow_extract.tables import long_tables
from winnow_extract.windows import cut, halves

Pages = Callable[..., ParsedDocument]
TABLE = "\n".join(f"Oak board {number} | {number} | {number}.50" for number in range(1, 41))


def test_an_answer_holds_as_many_rows_as_its_size_and_the_recipe_allow(
    pages: Pages, goods: Recipe
) -> None:
    lines = lines_of(pages(TABLE))
    [field] = lists_of(goods)
    assert rows_per_answer(goods, field, lines, 1_000_000) == field.most
    fit = rows_per_answer(goods, field, lines, 1500)
    assert 10 < fit < 20
    assert rows_per_answer(goods, field, lines, 10) == 1


def test_long_tables_are_known_by_their_lines_alone(pages: Pages) -> None:
    document = pages(f"Invoice 12\nDate | 12.03.2026\n{TABLE}\nTotal | 820.00")
    assert [line.text for line in long_tables(lines_of(document))] == TABLE.split("\n")


def test_windows_hold_no_more_rows_than_they_may_and_lose_none(pages: Pages) -> None:
    document = pages(f"Invoice\n{TABLE}", f"{TABLE}\nTotal | 820.00")
    starts = [line.start for line in long_tables(lines_of(document))]
    windows = cut(document, 5000, starts, 12)
    held = [window.text.count("Oak board") for window in windows]
    assert max(held) == 12
    assert sum(held) == 80
    assert windows[0].text.startswith("[page 1]\nInvoice\nOak board 1 |")
    assert all(document.text[window.start :].startswith("Oak") for window in windows[1:])


def test_a_window_is_halved_at_the_end_of_a_line(pages: Pages) -> None:
    document = pages(TABLE)
    [window] = cut(document, 5000)
    parts = halves(document, window)
    assert parts is not None
    assert [part.text.count("\n") for part in parts] == [20, 20]
    assert (parts[0].start, parts[1].end) == (window.start, window.end)
    [line] = cut(pages("Oak board"), 5000)
    assert halves(pages("Oak board"), line) is None
