"""What the rating is told of lists."""

from winnow_extract.completeness import list_signals

DATA = {"number": "7", "a": {"items": [{"x": 1, "y": None}, {"x": 2, "y": 3}]}, "names": ["o", "p"]}


def test_a_cell_knows_whether_its_list_is_complete_and_how_full_its_row_is() -> None:
    assert list_signals("/a/items/0/x", DATA, {"/a/items": True}) == (True, 0.5)
    assert list_signals("/a/items/1/y", DATA, {"/a/items": False}) == (False, 1.0)


def test_a_list_that_the_layout_does_not_tell_is_neither_complete_nor_not() -> None:
    assert list_signals("/names/1", DATA, {"/a/items": True}) == (None, 1.0)


def test_what_is_in_no_list_has_no_such_signals() -> None:
    assert list_signals("/number", DATA, {"/a/items": True}) == (None, None)
