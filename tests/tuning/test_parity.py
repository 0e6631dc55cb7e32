import json
from typing import Any

import pytest

from winnow.contracts.tuning import TrainingExample
from winnow.errors import UnfillableError
from winnow.llm.forms import strict_schema
from winnow.llm.port import Prompt
from winnow.registry.evidence import Parity
from winnow.testing.model import FakeModel
from winnow.tuning.parity import answers, compared, form_given

FORM = {
    "title": "Slip",
    "type": "object",
    "properties": {"total": {"type": "number"}, "shop": {"type": "string"}},
    "required": ["total", "shop"],
    "additionalProperties": False,
}


def example(number: int) -> TrainingExample:
    return TrainingExample(
        id=f"e{number}", task="extract", recipe="slip", fields_hash="f", document=f"d{number}",
        tenant="t", sha256="0" * 64, group=f"g{number}", asked="Fill in.", text=f"TOTAL {number}",
        form=FORM, answer=json.dumps({"total": number, "shop": "Kö"}), origin="file", consent=True,
    )  # fmt: skip


def read(prompt: Prompt) -> dict[str, Any]:
    return {"total": float(prompt.text.split()[-1]), "shop": "Kö"}


def misread(prompt: Prompt) -> dict[str, Any]:
    right = read(prompt)
    return {**right, "shop": "Ko"} if right["total"] == 2 else right


EXAMPLES = [example(number) for number in range(1, 6)]


async def parity(examples: list[TrainingExample], measured: FakeModel, served: FakeModel) -> Parity:
    ours, theirs = await answers(examples, measured), await answers(examples, served)
    return compared("openai", examples, ours, theirs, "http://elsewhere")


async def test_models_that_answer_the_same_are_equal() -> None:
    one, other = FakeModel({"Slip": read}), FakeModel({"Slip": read})
    found = await parity(EXAMPLES, one, other)
    assert (found.documents, found.same, found.equal, found.furthest) == (5, 5, True, 0.0)
    assert (found.path, found.server) == ("openai", "http://elsewhere")
    assert [call.prompt for call in one.calls] == [call.prompt for call in other.calls]


async def test_a_difference_names_its_example_and_where_it_begins() -> None:
    found = await parity(EXAMPLES, FakeModel({"Slip": read}), FakeModel({"Slip": misread}))
    assert not found.equal
    [difference] = found.differences
    assert difference.document == "e2"
    assert difference.expected[difference.at :] == 'ö"}'
    assert difference.got[difference.at :] == 'o"}'


async def test_an_answer_that_fails_on_one_side_only_is_a_difference() -> None:
    broken = FakeModel({"Slip": read})
    broken.fail_with(UnfillableError("cut_off"), times=1)
    found = await parity(EXAMPLES, FakeModel({"Slip": read}), broken)
    assert [(one.document, one.got) for one in found.differences] == [("e1", "<cut_off>")]


async def test_probabilities_that_differ_are_told_though_the_text_is_the_same() -> None:
    sure = FakeModel({"Slip": read}, probabilities={"/total": 0.9})
    unsure = FakeModel({"Slip": read}, probabilities={"/total": 0.8})
    found = await parity(EXAMPLES, sure, unsure)
    assert found.equal
    assert found.furthest == pytest.approx(0.1)


async def test_nothing_compared_is_not_equal() -> None:
    assert not (await parity([], FakeModel(), FakeModel())).equal


def test_a_given_form_has_the_schema_it_was_given_and_keeps_the_order_written() -> None:
    form = form_given(FORM)
    told = strict_schema(form)
    assert told == {key: value for key, value in FORM.items() if key != "title"}
    written = '{"total":1.0,"shop":"Kö"}'
    assert json.dumps(form.model_validate_json(written).root, ensure_ascii=False) == json.dumps(
        json.loads(written), ensure_ascii=False
    )
