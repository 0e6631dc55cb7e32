"""The answers of several windows made one."""

from winnow_extract.merging import merge


def test_the_first_value_found_fills_a_gap() -> None:
    merged, sure = merge([({"a": None, "b": 1}, {"/b": 0.9}), ({"a": "x", "b": None}, {"/a": 0.8})])
    assert merged == {"a": "x", "b": 1}
    assert sure == {"/a": 0.8, "/b": 0.9}


def test_the_surer_of_two_values_wins() -> None:
    merged, sure = merge([({"a": "x"}, {"/a": 0.5}), ({"a": "y"}, {"/a": 0.7})])
    assert (merged, sure) == ({"a": "y"}, {"/a": 0.7})


def test_without_probabilities_the_first_value_wins() -> None:
    assert merge([({"a": "x"}, {}), ({"a": "y"}, {})])[0] == {"a": "x"}


def test_rows_of_all_windows_are_kept_in_order_with_their_probabilities() -> None:
    merged, sure = merge(
        [
            ({"rows": [{"n": 1}, {"n": 2}]}, {"/rows/0/n": 0.1, "/rows/1/n": 0.2}),
            ({"rows": [{"n": 3}]}, {"/rows/0/n": 0.3}),
        ]
    )
    assert merged == {"rows": [{"n": 1}, {"n": 2}, {"n": 3}]}
    assert sure == {"/rows/0/n": 0.1, "/rows/1/n": 0.2, "/rows/2/n": 0.3}


def test_a_row_that_stands_at_both_sides_of_a_seam_counts_once() -> None:
    merged, _ = merge([({"rows": [1, 2]}, {}), ({"rows": [2, 3]}, {})])
    assert merged == {"rows": [1, 2, 3]}


def test_nested_objects_are_merged_by_field() -> None:
    merged, _ = merge([({"a": {"x": 1, "y": None}}, {}), ({"a": {"x": None, "y": 2}}, {})])
    assert merged == {"a": {"x": 1, "y": 2}}
