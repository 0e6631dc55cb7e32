"""What each contender shows its model, and what it is called."""

import pytest

from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, UnfillableError
from winnow.llm.forms import strict_schema
from winnow.llm.port import Example
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import unfenced
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.held_out import WORDS, example, prompt
from winnow.testing.model import FakeModel
from winnow.tuning.comparing import EmbeddingClassifier, FewShot, Retrieving, ZeroShot

TAUGHT = [example(words, {"intent": name}) for name, words in WORDS.items()]


def model() -> FakeModel:
    return FakeModel({"Intent": {"intent": "card"}}, name="m")


async def shown(contender: Retrieving, text: str) -> list[str]:
    found = await contender.shown(prompt(text))
    return [unfenced(one.text) for one in found.examples]


def test_every_way_of_asking_has_a_name_of_its_own() -> None:
    embedder = HashingEmbedder()
    ways = [
        ZeroShot(model()),
        FewShot(model()),
        Retrieving(model(), TAUGHT, embedder),
        Retrieving(model(), TAUGHT[:2], embedder),
        Retrieving(model(), TAUGHT, embedder, most=2),
    ]
    assert len({one.name for one in ways}) == len(ways)
    assert {one.reader for one in ways} == {"m"}


async def test_calls_are_counted_under_the_contenders_name(intent: Recipe) -> None:
    contender = ZeroShot(model())
    filled = await contender.fill(form_of(intent), prompt("x"), stage="extract")
    assert filled.usage.model == contender.name == "m~zero-shot"


async def test_what_was_thrown_away_is_counted_under_it_too(intent: Recipe) -> None:
    broken = model()
    broken.fail_with(UnfilledError("invalid", "", Usage(model="m", stage="extract")))
    contender = ZeroShot(broken)
    with pytest.raises(UnfilledError) as caught:
        await contender.fill(form_of(intent), prompt("x"), stage="extract")
    assert caught.value.usage.model == contender.name


async def test_the_nearest_case_stands_last() -> None:
    contender = Retrieving(model(), TAUGHT, HashingEmbedder(), most=2)
    assert (await shown(contender, "was my card lost"))[-1] == WORDS["card"]
    assert (await shown(contender, "charged much too much"))[-1] == WORDS["fee"]


async def test_a_case_with_the_same_text_is_never_shown() -> None:
    contender = Retrieving(model(), TAUGHT, HashingEmbedder())
    assert WORDS["card"] not in await shown(contender, WORDS["card"])


async def test_cases_take_no_more_room_than_the_document_has() -> None:
    small = FakeModel({}, name="m", window=len(TAUGHT[0].text) + len(TAUGHT[0].answer) + 5)
    contender = Retrieving(small, TAUGHT, HashingEmbedder())
    assert await shown(contender, "was my card lost") == [WORDS["card"]]


async def test_cases_of_another_question_are_not_shown() -> None:
    contender = Retrieving(model(), TAUGHT, HashingEmbedder())
    told = prompt("card", asked="another task")
    assert (await contender.shown(told)).examples == ()
    replaced = await contender.shown(prompt("card"))
    assert all(isinstance(one, Example) for one in replaced.examples)


def test_cases_of_two_tenants_are_refused() -> None:
    mixed = [*TAUGHT, example("x", {"intent": "fee"}, tenant="other")]
    with pytest.raises(MisconfiguredError, match="default, other"):
        Retrieving(model(), mixed, HashingEmbedder())


async def test_the_classifier_says_how_sure_it_is(intent: Recipe) -> None:
    contender = EmbeddingClassifier(TAUGHT, HashingEmbedder())
    filled = await contender.fill(form_of(intent), prompt("my card is lost"), stage="extract")
    assert filled.form.model_dump() == {"intent": "card"}
    assert 1 / 3 < filled.probabilities["/intent"] <= 1


async def test_the_classifier_refuses_what_it_did_not_learn(slip: Recipe) -> None:
    contender = EmbeddingClassifier(TAUGHT, HashingEmbedder())
    assert strict_schema(form_of(slip))["properties"].keys() == {"company", "total"}
    with pytest.raises(UnfillableError, match="intent alone"):
        await contender.fill(form_of(slip), prompt("x"), stage="extract")


def test_one_class_teaches_no_classifier() -> None:
    same = [example(words, {"intent": "card"}) for words in WORDS.values()]
    with pytest.raises(MisconfiguredError, match="label others too"):
        EmbeddingClassifier(same, HashingEmbedder())
