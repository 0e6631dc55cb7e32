"""The stub behind the load test answers as a model would."""

import json
from typing import Any

from bench.ask.stub import filled, least
from bench.ask.texts import papers

from winnow.testing.model_script import Request

WRITTEN: dict[str, Any] = {"properties": {"answerable": {}, "statements": {}}}
ENTAILED: dict[str, Any] = {"properties": {"follows": {}}}


def asked(schema: dict[str, Any], text: str) -> Any:
    body = {
        "messages": [{"role": "system", "content": "Say."}, {"role": "user", "content": text}],
        "response_format": {"json_schema": {"schema": schema}},
    }
    answer = filled(Request("POST", "/v1/chat/completions", {}, body), 1.0)
    assert answer.delay == 1.0
    return json.loads(answer.text)


def test_it_quotes_the_passage_that_the_question_is_about() -> None:
    drawn = papers(3)
    shown = [f"[{at}] {one.file_name}, page 1\n{one.text}" for at, one in enumerate(drawn, 1)]
    told = asked(WRITTEN, "\n\n".join(shown) + f"\nQuestion: {drawn[1].question}")
    [said] = told["statements"]
    assert said["passages"] == [2]
    assert said["quote"] in drawn[1].text


def test_it_says_yes_to_each_pair() -> None:
    pairs = "[1] Quotation: a\nSentence: b\n\n[2] Quotation: c\nSentence: d"
    assert asked(ENTAILED, pairs) == {"follows": ["yes", "yes"]}


def test_any_other_form_gets_the_least_that_fits() -> None:
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "kind": {"enum": ["a", "b"]},
            "rows": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/row"}},
            "sure": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        },
        "$defs": {"row": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    }
    told = {"name": "", "kind": "a", "rows": [{"n": 0}], "sure": None}
    assert least(schema, schema) == told
