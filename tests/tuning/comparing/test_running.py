"""Contenders answer the held-out documents through the services, and one verdict is reached."""

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.evaluation.labelled import Labelled
from winnow.llm.port import Prompt
from winnow.recipes.recipe import Recipe
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.held_out import WORDS, example, reader, slips
from winnow.testing.model import FakeModel
from winnow.tuning.comparing import (
    Contender,
    EmbeddingClassifier,
    FewShot,
    Held,
    LearntLayout,
    ZeroShot,
    compare,
    compare_on,
)


async def test_a_tuned_model_that_is_better_than_all_is_worth_it(
    slip: Recipe, settings: Settings
) -> None:
    base = reader("base", lambda at: at % 2 == 0)
    tuned = reader("base+slip@1")
    contenders = [ZeroShot(base), FewShot(base), ZeroShot(tuned, "tuned")]
    found = await compare_on(contenders, slips(40), slip, "extract", settings)
    assert [row.role for row in found.rows] == ["base", "few-shot", "tuned"]
    assert [row.main.value for row in found.rows] == [0.75, 0.75, 1.0]
    assert [row.measures["/total"].value for row in found.rows] == [0.5, 0.5, 1.0]
    assert [one.verdict for one in found.apart] == ["better", "better"]
    assert found.verdict.decision == "worth it"
    assert "0.750" in found.verdict.reason
    assert found.tuned == "base+slip@1"


async def test_the_recipes_examples_are_shown_to_few_shot_alone(
    slip: Recipe, settings: Settings
) -> None:
    base, tuned = reader("base"), reader("tuned")
    contenders = [FewShot(base), ZeroShot(tuned, "tuned")]
    await compare_on(contenders, slips(1), slip, "extract", settings)
    assert [len(call.prompt.examples) for call in (*base.calls, *tuned.calls)] == [1, 0]


async def test_compared_again_nothing_is_asked_and_the_figures_are_the_same(
    slip: Recipe, settings: Settings
) -> None:
    model = reader("m", lambda at: at == 2)
    first = await compare_on([ZeroShot(model)], slips(3), slip, "extract", settings)
    asked = len(model.calls)
    again = await compare_on([ZeroShot(model)], slips(3), slip, "extract", settings)
    assert (asked, len(model.calls)) == (3, 3)
    assert first.rows == again.rows


async def test_a_ladder_of_the_recipe_reads_nothing_here(slip: Recipe, settings: Settings) -> None:
    climbing = slip.model_copy(update={"ladder": ("layout", "local")})
    model = reader("m")
    found = await compare_on([ZeroShot(model)], slips(2), climbing, "extract", settings)
    assert found.rows[0].main.value == 1.0
    assert len(model.calls) == 2


async def test_slices_are_told_apart(slip: Recipe, settings: Settings) -> None:
    base, tuned = reader("base"), reader("tuned", lambda at: at % 2 == 1)
    contenders = [FewShot(base, "champion"), ZeroShot(tuned, "tuned")]
    found = await compare_on(contenders, slips(40), slip, "extract", settings)
    marks = found.rows[1].slices
    assert {mark: one.main.value for mark, one in marks.items()} == {
        "language=de": 0.5,
        "language=en": 1.0,
    }
    assert found.apart[0].slices["language=de"].value == -0.5
    assert found.apart[0].slices["language=de"].high < 0
    assert "worse than the champion on language=de" in found.verdict.notes
    assert found.verdict.decision == "not worth it"


async def test_one_enum_field_is_a_classification_and_the_classifier_learns_it(
    intent: Recipe, settings: Settings
) -> None:
    taught = [example(words, {"intent": name}) for name, words in WORDS.items()]
    model = FakeModel({"Intent": {"intent": "card"}}, name="always-card")
    held = [
        Held(Labelled(name, name, {"intent": name}, text=f"{words} again"))
        for name, words in WORDS.items()
    ]
    contenders: list[Contender | LearntLayout] = [
        EmbeddingClassifier(taught, HashingEmbedder()),
        ZeroShot(model, "tuned"),
    ]
    found = await compare_on(contenders, held, intent, "extract", settings)
    assert found.measure == "accuracy"
    assert [row.main.value for row in found.rows] == [1.0, pytest.approx(1 / 3)]
    assert found.rows[1].measures["macro F1"].value == pytest.approx((0.5 + 0 + 0) / 3)
    assert found.verdict.decision == "not shown"


async def test_the_learnt_layout_reads_scalar_fields_for_nothing(
    slip: Recipe, settings: Settings
) -> None:
    documents = slips(60)
    taught = LearntLayout([one.labelled for one in documents[:40]])
    tuned = ZeroShot(reader("tuned", lambda at: at > 44), "tuned")
    contenders: list[Contender | LearntLayout] = [taught, tuned]
    found = await compare_on(contenders, documents[40:], slip, "extract", settings)
    layout = found.rows[0]
    assert layout.role == "layout"
    assert layout.main.value is not None
    assert layout.main.value > 0.9
    assert layout.by_time
    assert found.verdict.decision == "not worth it"
    assert "ladder: [layout" in found.verdict.reason


async def test_test_examples_are_documents_again(intent: Recipe, settings: Settings) -> None:
    model = FakeModel({"Intent": {"intent": "fee"}}, name="m")
    parts = [
        example("two fees", {"intent": "fee"}, slices={"source": "mail"}),
        example("first half", {"intent": "fee"}, document="long"),
        example("second half", {"intent": None}, document="long"),
    ]
    found = await compare([ZeroShot(model)], parts, intent, "extract", settings)
    assert [one.document for one in found.rows[0].outcomes] == ["two fees"]
    assert found.left_out == ("long",)
    assert list(found.rows[0].slices) == ["source=mail"]
    assert "two fees" in model.calls[0].prompt.text


async def test_a_summary_is_held_against_its_references(slip: Recipe, settings: Settings) -> None:
    def state(prompt: Prompt) -> dict[str, object]:
        said = "The committee approved the budget" if "budget" in prompt.text else "Nothing at all"
        return {"statements": [{"passages": [1], "sentence": said}]}

    model = FakeModel({"Statements": state}, name="m")
    text = "The committee approved the budget after a long debate."
    held = [Held(Labelled("a", "a", {}, text=text), ("A budget was approved by the committee.",))]
    [row] = (await compare_on([ZeroShot(model)], held, slip, "summarise", settings)).rows
    assert set(row.measures) == {"ROUGE-1", "ROUGE-2", "ROUGE-L"}
    assert row.outcomes[0].said == "The committee approved the budget"
    assert 0.4 < (row.measures["ROUGE-1"].value or 0) < 1


async def test_classify_is_measured_as_it_decides(intent: Recipe, settings: Settings) -> None:
    model = FakeModel({"DocumentType": {"type": "slip"}}, name="m")
    held = [Held(Labelled("a", "a", {"type": "slip"}, text="till slip, total 3.00"))]
    found = await compare_on([ZeroShot(model)], held, intent, "classify", settings)
    assert found.kind == "label"
    assert found.rows[0].outcomes[0].label == "slip"


async def test_nothing_to_compare_says_what_to_do(slip: Recipe, settings: Settings) -> None:
    with pytest.raises(MisconfiguredError, match="label more"):
        await compare_on([ZeroShot(reader("m"))], [], slip, "extract", settings)
    twice = [ZeroShot(reader("m")), ZeroShot(reader("m"), "tuned")]
    with pytest.raises(MisconfiguredError, match="stands twice"):
        await compare_on(twice, slips(1), slip, "extract", settings)
