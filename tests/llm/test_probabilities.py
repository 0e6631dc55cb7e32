import json
import math

import pytest

from winnow.llm.probabilities import leaf_probabilities
from winnow.llm.spans import leaf_spans

HALF = math.log(0.5)


def pieces(*texts: str) -> list[tuple[bytes, float]]:
    return [(text.encode(), HALF) for text in texts]


def test_every_scalar_is_found_where_it_stands() -> None:
    value = {"a": 'x, "y" }', "b": [1.5, {"c/d": None, "e~f": True}], "": {}, "g": [], "é": "ü"}
    raw = json.dumps(value, ensure_ascii=False).encode()
    found = {span.pointer: json.loads(raw[span.start : span.end]) for span in leaf_spans(raw)}
    assert found == {
        "/a": 'x, "y" }',
        "/b/0": 1.5,
        "/b/1/c~1d": None,
        "/b/1/e~0f": True,
        "/é": "ü",
    }


def test_white_space_and_a_tail_are_no_part_of_a_value() -> None:
    raw = b' {\n "a" :\t1 ,\r\n "b": [ "x" ] }<end>'
    assert [raw[span.start : span.end] for span in leaf_spans(raw)] == [b"1", b'"x"']


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a" 1}', b'{"a": }', b"[1,]", b'{"a": "x', b"[" * 9999]
)
def test_what_is_not_json_has_no_spans(raw: bytes) -> None:
    assert leaf_spans(raw) == []


def test_a_lone_scalar_is_a_leaf_of_its_own() -> None:
    assert leaf_probabilities([(b"null", HALF)]) == {"": 0.5}


def test_a_value_takes_every_token_that_touches_it() -> None:
    told = leaf_probabilities(pieces('{"', "a", '": "', "x", "y", '"}'))
    assert told == {"/a": pytest.approx(0.5**4)}


def test_keys_and_punctuation_cost_a_value_nothing() -> None:
    told = leaf_probabilities(pieces('{"', "a", '":', " null", ', "', "b", '": ', "true", "}"))
    assert told == {"/a": pytest.approx(0.5), "/b": pytest.approx(0.5)}


def test_a_number_also_takes_the_token_that_ends_it() -> None:
    told = leaf_probabilities(pieces('{"a": ', "1", "2", ", ", '"b": ', "3", "}"))
    assert told == {"/a": pytest.approx(0.5**3), "/b": pytest.approx(0.5**2)}


def test_tokens_may_split_a_character() -> None:
    cafe = "é".encode()
    told = leaf_probabilities([(b'["', 0.0), (cafe[:1], HALF), (cafe[1:], HALF), (b'"]', 0.0)])
    assert told == {"/0": pytest.approx(0.25)}


def test_a_token_may_touch_two_values() -> None:
    told = leaf_probabilities([(b"[", 0.0), (b'"a", "b"', HALF), (b"]", 0.0)])
    assert told == {"/0": pytest.approx(0.5), "/1": pytest.approx(0.5)}
