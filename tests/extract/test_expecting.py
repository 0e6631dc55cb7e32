"""Which lines hold the rows of a list."""

from collections.abc import Callable, Collection

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.recipe import Recipe
from winnow_extract.expecting import rows_expected
from winnow_extract.lines import lines_of
from winnow_extract.lists import lists_of

Pages = Callable[..., ParsedDocument]

Expect = Callable[..., set[str] | None]


@pytest.fixture
def expected(pages: Pages, goods: Recipe) -> Expect:
    """The first words of the lines that are rows, given some that were read; None: uncertain."""

    def found(
        *texts: str, read: Collection[str] = (), others: Collection[str] = ()
    ) -> set[str] | None:
        lines = lines_of(pages(*texts))

        def at(wanted: Collection[str]) -> set[int]:
            return {line.index for line in lines if line.text.split(" |")[0] in wanted}

        [field] = lists_of(goods)
        count = rows_expected(field, lines, at(read), at(others))
        return {lines[at].text.split(" |")[0] for at in count.lines} if count.certain else None

    return found


HEAD = "Article | Quantity | Amount"


def rows(*names: str) -> str:
    return "\n".join(f"{name} | {at} | {at}.50" for at, name in enumerate(names, start=1))


def test_lines_built_like_the_rows_that_were_read_are_rows(expected: Expect) -> None:
    text = (
        f"Invoice 12\nDate | 12.03.2026\n{HEAD}\n{rows('Oak', 'Ash', 'Elm', 'Yew')}\nTotal | 9.00"
    )
    assert expected(text, read=("Oak", "Ash")) == {"Oak", "Ash", "Elm", "Yew"}


def test_a_row_above_the_first_that_was_read_is_missed_too(expected: Expect) -> None:
    text = f"Invoice 12 | 1 | 2\n{HEAD}\n{rows('Oak', 'Ash', 'Elm')}"
    assert expected(text, read=("Ash", "Elm")) == {"Oak", "Ash", "Elm"}


def test_a_table_goes_on_over_pages_with_head_foot_and_carried_sums(expected: Expect) -> None:
    first = f"Brook Ltd\n{HEAD}\n{rows('Oak', 'Ash')}\nCarried forward | | 4.00\nPage 1"
    second = f"Brook Ltd\n{HEAD}\nBrought forward | | 4.00\n{rows('Elm', 'Yew')}\nTotal | 9.00"
    assert expected(first, second, read=("Oak", "Ash")) == {"Oak", "Ash", "Elm", "Yew"}


def test_text_that_runs_over_is_no_row(expected: Expect) -> None:
    text = f"{HEAD}\nOak with | 1 | 2.00\nrounded edges\nAsh | 1 | 2.00\nElm | 1 | 3.00"
    assert expected(text, read=("Oak with",)) == {"Oak with", "Ash", "Elm"}


def test_a_row_without_one_of_its_cells_is_a_row(expected: Expect) -> None:
    text = f"{HEAD}\nOak | 1 | 2.00\nAsh | 2.00\nElm | 1 | 3.00"
    assert expected(text, read=("Oak", "Elm")) == {"Oak", "Ash", "Elm"}


def test_another_table_below_is_not_counted(expected: Expect) -> None:
    text = f"{HEAD}\n{rows('Oak', 'Ash')}\nTax code | Base | Tax\n{rows('S', 'R', 'Z')}"
    assert expected(text, read=("Oak", "Ash")) == {"Oak", "Ash"}


def test_lines_of_another_list_are_not_counted(expected: Expect) -> None:
    text = f"{HEAD}\n{rows('Oak', 'Ash', 'S', 'R')}"
    assert expected(text, read=("Oak", "Ash"), others=("S", "R")) == {"Oak", "Ash"}


def test_where_nothing_was_read_the_head_of_the_table_tells_whose_it_is(expected: Expect) -> None:
    assert expected(f"Hello\n{HEAD}\n{rows('Oak', 'Ash', 'Elm')}") == {"Oak", "Ash", "Elm"}
    assert expected(f"Hello\nLoad | Span | Bend\n{rows('Oak', 'Ash', 'Elm')}") is None


def test_sums_below_the_rows_of_a_receipt_are_no_rows(expected: Expect) -> None:
    text = "Milk | 2.50\nBread | 3.00\nTotal | 5.50\nCash | 10.00\nChange | 4.50\nPoints | 5"
    assert expected(text, read=("Milk", "Bread")) == {"Milk", "Bread"}


def test_a_row_of_a_receipt_left_out_before_the_total_is_missed(expected: Expect) -> None:
    text = "Milk | 2.50\nBread | 3.00\nEggs | 4.00\nTotal | 9.50\nCash | 10.00"
    assert expected(text, read=("Milk",)) == {"Milk", "Bread", "Eggs"}


def test_many_lines_with_two_cells_are_rows_whatever_follows(expected: Expect) -> None:
    names = [f"Name {number}" for number in range(30)]
    text = "\n".join(f"{name} | {at}.00" for at, name in enumerate(names))
    assert expected(text, read=names[:10]) == set(names)


def test_the_first_row_of_two_cells_is_missed_where_it_begins_with_a_code_like_the_others(
    expected: Expect,
) -> None:
    text = "Till 4 | 12\nR01K oak | 2.00\nR02K ash | 3.00\nR03K elm | 1.00\nTotal | 6.00"
    read = ("R02K ash", "R03K elm")
    assert expected(text, read=read) == {"R01K oak", *read}


def test_a_line_that_begins_with_a_code_like_the_rows_is_one_however_its_cells_run_together(
    expected: Expect,
) -> None:
    text = (
        f"{HEAD}\nR01K | 1 | 2.00\nR02K | 2 | 3.00\nR03M 2 5.00 kg | 7.00 EUR net\nR04K | 1 | 1.00"
    )
    read = ("R01K", "R02K", "R04K")
    assert expected(text, read=read) == {*read, "R03M 2 5.00 kg"}


def test_in_running_text_nothing_is_expected(expected: Expect) -> None:
    assert expected("The parties agree on the following.\nThe price is 12.50 a piece.") is None
