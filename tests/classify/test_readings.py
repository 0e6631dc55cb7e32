"""Cheap readings speak only when they are clear."""

from winnow.recipes.recipe import Recipe
from winnow.testing.embedder import HashingEmbedder
from winnow_classify.readings import Likeness, Wording, clear_leader


def recipe(name: str, *looks_like: str) -> Recipe:
    return Recipe(
        recipe=name,
        version=1,
        title=name.title(),
        description=f"A {name}.",
        looks_like=looks_like,
        fields={"type": "object", "properties": {}},
    )


RECIPES = {
    "receipt": recipe("receipt", "cashier till change thank you", "total"),
    "contract": recipe("contract", "agreement between the parties hereby", "total"),
}


def test_words_of_one_recipe_speak_for_it() -> None:
    assert Wording(RECIPES).read("TILL 4, Cashier Ann, CHANGE 2.00").choice == "receipt"


def test_words_that_recipes_share_speak_for_none() -> None:
    assert Wording(RECIPES).read("total total total").choice is None


def test_one_word_is_not_a_clear_voice() -> None:
    assert Wording(RECIPES).read("an agreement").choice is None


async def test_a_text_that_repeats_a_phrase_is_like_its_recipe() -> None:
    likeness = Likeness(HashingEmbedder(256), RECIPES)
    await likeness.prepare()
    reading = await likeness.read("agreement between the parties hereby")
    assert reading.choice == "contract"
    assert set(reading.scores) == set(RECIPES)


async def test_a_text_unlike_everything_has_no_choice() -> None:
    likeness = Likeness(HashingEmbedder(256), RECIPES)
    await likeness.prepare()
    assert (await likeness.read("zebra quartz vivid jumbo")).choice is None
    assert (await likeness.read("")).choice is None


def test_a_leader_must_reach_the_floor_and_lead_by_the_margin() -> None:
    assert clear_leader({"a": 0.9, "b": 0.1}, floor=0.5, margin=0.5) == "a"
    assert clear_leader({"a": 0.9, "b": 0.8}, floor=0.5, margin=0.5) is None
    assert clear_leader({"a": 0.4}, floor=0.5, margin=0.0) is None
    assert clear_leader({}, floor=0.0, margin=0.0) is None
