"""A tuned model's calibration is taught on one part and proved on another."""

import random
from pathlib import Path

import pytest

from winnow.calibration.second import Document
from winnow.config import Settings
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Match, Signals
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.testing.training_examples import INTENT, example
from winnow.tuning.calibrating import learnt
from winnow.tuning.comparing.opening import Field
from winnow.tuning.measuring import Measuring
from winnow.tuning.split import split_examples

MODEL = "base+slip@1"
RECIPE = Recipe(
    recipe="slip",
    version=1,
    title="Slip",
    description="A slip.",
    fields={"type": "object", "properties": {"total": {"type": "number"}}},
)


def documents(name: str, number: int, right: float = 0.7) -> list[Document]:
    rng = random.Random(name)
    return [_document(f"{name}{at}", rng.random() < right) for at in range(number)]


def _document(name: str, right: bool) -> Document:
    found = Match.EXACT if right else Match.NONE
    value = Judged(
        document=name,
        group=name,
        pointer="/total",
        field="/total",
        value=12.5,
        gold=12.5 if right else 1.0,
        right=right,
        raw=0.9 if right else 0.2,
        signals=Signals(
            grounding=found,
            grounding_score=float(right),
            places=1,
            valid=True,
            token_probability=0.9 if right else 0.2,
        ),
        model=MODEL,
        recipe=RECIPE.id,
    )
    parsed = ParsedDocument(text=name, pages=(), elements=(), chunks=())
    return Document(name, parsed, {"total": value.gold}, (value,))


def test_all_that_is_promised_is_taken_from_the_documents_that_did_not_teach() -> None:
    taught, proved = documents("taught", 30), documents("proved", 50)
    found = learnt(RECIPE, taught, proved, MODEL)
    assert (found.model, found.examples) == (MODEL, 80)
    assert len(found.documents) == 50
    assert sum(one.right for one in found.documents) == sum(one.judged[0].right for one in proved)
    assert found.figures[""]["examples"] == 50


def test_the_scorer_is_that_of_the_taught_documents_whatever_the_others_are() -> None:
    taught = documents("taught", 40)
    one = learnt(RECIPE, taught, documents("good", 40, 0.95), MODEL)
    other = learnt(RECIPE, taught, documents("bad", 40, 0.2), MODEL)
    assert one.scorers == other.scorers
    assert one.figures[""]["right"] > other.figures[""]["right"]


@pytest.mark.parametrize(("taught", "proved"), [(0, 40), (40, 0), (5, 5)])
def test_without_documents_for_either_there_is_no_calibration(taught: int, proved: int) -> None:
    with pytest.raises(MisconfiguredError):
        learnt(RECIPE, documents("taught", taught), documents("proved", proved), MODEL)


def test_a_number_of_held_out_documents_is_drawn_by_the_seed() -> None:
    texts = [f"message {number} about {number * 7919}" for number in range(60)]
    examples = [
        example(text, {"intent": "card" if at % 2 else "loan"}, id=f"e{at}", document=f"d{at}")
        for at, text in enumerate(texts)
    ]
    test = split_examples(examples, seed=3).test.open_for_measuring()
    few = Measuring(4).drawn(test, 1)
    assert len(few) == 4
    assert few == Measuring(4).drawn(test, 1) != Measuring(4).drawn(test, 2)
    assert Measuring().drawn(test, 1) == Measuring(10_000).drawn(test, 1) == test


def test_only_contenders_that_apply_are_asked_and_who_answers_now_always_is() -> None:
    taught = [example("a", {"intent": "card"}), example("b", {"intent": "loan"})]
    field = Field(INTENT, "extract", Settings(), taught, (), [Path("adapter")])
    assert Measuring(contenders=("few-shot", "classifier")).names(field) == [
        "base", "tuned", "classifier",
    ]  # fmt: skip
    assert "retrieved" in Measuring().names(field)
    with pytest.raises(MisconfiguredError, match="no contender 'best'"):
        Measuring(contenders=("best",))
