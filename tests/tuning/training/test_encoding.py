"""Examples become the tokens that serving reads and writes."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.llm.forms import closed_schema, strict_schema
from winnow.tuning.training.encoding import Encoder


def test_of_an_answer_only_what_the_form_leaves_open_is_learnt(tokenizer: Any, parts: Any) -> None:
    [encoded] = Encoder(tokenizer, 512).encode(parts.train[:1])
    said = tokenizer.decode(encoded.answer)
    learnt = "".join(
        tokenizer.decode([token])
        for token, chosen in zip(encoded.answer, encoded.chosen, strict=True)
        if chosen
    )
    assert said == '{"colour": "red", "tins": null}'
    assert learnt == '"rn'  # the first letter tells red from blue and null, the rest is forced


def test_the_prompt_is_what_serving_reads(tokenizer: Any, parts: Any) -> None:
    [encoded] = Encoder(tokenizer, 512).encode(parts.train[:1])
    read = tokenizer.decode([*encoded.prefix, *encoded.rest])
    assert read.startswith("<|im_start|>system\nSay what it is.<|im_end|>\n<|im_start|>user\npaint")
    assert read.endswith("<|im_end|>\n<|im_start|>assistant\n")


def test_an_answer_with_letters_of_several_bytes_is_spelt(tokenizer: Any, parts: Any) -> None:
    class Choice(BaseModel):
        model_config = ConfigDict(extra="forbid")
        name: str

    schema = strict_schema(Choice)
    schema["properties"]["name"] = {"enum": ["é", "è"]}
    told = {"form": schema, "answer": json.dumps({"name": "è"})}
    [encoded] = Encoder(tokenizer, 512).encode([parts.train[0].model_copy(update=told)])
    assert tokenizer.decode(encoded.answer) == '{"name": "è"}'
    assert sum(encoded.chosen) == 1  # the byte that tells è from é


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"answer": '{"colour": "pink", "tins": null}'}, "does not fit the form"),
        ({"answer": '{"colour": "red"}'}, "does not fit the form"),
        ({"answer": "no json"}, "does not fit the form"),
        ({"text": "x" * 600}, "the base looks at 512"),
    ],
)
def test_an_example_that_cannot_be_learnt_is_named(
    tokenizer: Any, parts: Any, change: dict[str, str], why: str
) -> None:
    bad: TrainingExample = parts.train[3].model_copy(update=change)
    with pytest.raises(MisconfiguredError, match=why) as caught:
        Encoder(tokenizer, 512).encode([*parts.train[:2], bad])
    assert "e03" in str(caught.value)
    assert "e01" not in str(caught.value)


def test_a_closed_form_stays_as_it_is(parts: Any) -> None:
    assert closed_schema(parts.train[0].form) == parts.train[0].form
