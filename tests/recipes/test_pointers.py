"""JSON Pointers into data."""

import pytest

from winnow.recipes.pointers import enclosing, lacking, leaves, set_leaf, value_at

DATA = {"a": {"b/c": 1, "d~": None}, "rows": [{"x": "p"}, {"x": "q"}], "none": []}


def test_every_scalar_is_a_leaf_in_order() -> None:
    assert leaves(DATA) == {"/a/b~1c": 1, "/a/d~0": None, "/rows/0/x": "p", "/rows/1/x": "q"}


def test_a_scalar_is_its_own_leaf() -> None:
    assert leaves(5) == {"": 5}


def test_each_leaf_is_found_by_its_pointer() -> None:
    assert all(value_at(DATA, pointer) == value for pointer, value in leaves(DATA).items())


@pytest.mark.parametrize("pointer", ["a", "/b", "/rows/2", "/rows/-1", "/rows/x", "/a/b~1c/0"])
def test_a_pointer_to_nothing_is_a_lookup_error(pointer: str) -> None:
    with pytest.raises(LookupError):
        value_at(DATA, pointer)


def test_a_leaf_is_set_in_a_copy() -> None:
    changed = set_leaf(DATA, "/rows/1/x", "new")

    assert value_at(changed, "/rows/1/x") == "new"
    assert value_at(DATA, "/rows/1/x") == "q"


def test_a_row_can_be_appended() -> None:
    assert set_leaf(DATA, "/rows/2/x", "r")["rows"][2] == {"x": "r"}
    assert set_leaf({"tags": ["a"]}, "/tags/1", "b") == {"tags": ["a", "b"]}


def test_a_missing_key_is_added() -> None:
    assert set_leaf({}, "/seller/name", "S") == {"seller": {"name": "S"}}


@pytest.mark.parametrize("pointer", ["/rows/3/x", "/rows/x/y", "/a/b~1c/deeper"])
def test_a_leaf_cannot_be_set_where_no_place_is(pointer: str) -> None:
    with pytest.raises(LookupError):
        set_leaf(DATA, pointer, 1)


def test_lacking_is_what_is_absent_null_blank_or_empty() -> None:
    data = {"zero": 0, "no": False, "null": None, "blank": " ", "rows": [], "full": [1]}

    assert lacking(data, ["/zero", "/no", "/full"]) == ()
    wanted = ("/null", "/blank", "/rows", "/absent", "/rows/0/x")
    assert lacking(data, wanted) == wanted


def test_a_place_lies_in_all_above_it() -> None:
    assert list(enclosing("/items/3/price/net")) == ["/items/3/price", "/items/3", "/items"]
    assert list(enclosing("/total")) == list(enclosing("/")) == list(enclosing("")) == []
