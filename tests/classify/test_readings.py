"""Cheap readings speak only when they are clear."""

from winnow.recipes.recipe import Recipe
from winnow.testing.embedder import HashingEmbedder
from winnow_classify.readings import Likeness, Wording, near


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
    assert Wording(RECIPES).read("TILL 4, Cashier Ann, CHANGE 2.00") == "receipt"


def test_words_that_recipes_share_speak_for_none() -> None:
    assert Wording(RECIPES).read("total total total") is None


def test_one_word_is_not_a_clear_voice() -> None:
    assert Wording(RECIPES).read("an agreement") is None


async def test_a_text_that_repeats_a_phrase_is_like_its_recipe() -> None:
    likeness = Likeness(HashingEmbedder(256), RECIPES)
    await likeness.prepare()
    scores = await likeness.read("agreement between the parties hereby")
    assert set(scores) == set(RECIPES)
    assert near(scores) == {"contract"}


async def test_a_text_unlike_everything_is_near_nothing() -> None:
    likeness = Likeness(HashingEmbedder(256), RECIPES)
    await likeness.prepare()
    assert near(await likeness.read("zebra quartz vivid jumbo")) == set()
    assert near(await likeness.read("")) == set()


def test_a_recipe_close_behind_the_nearest_may_be_meant_too() -> None:
    assert near({"a": 0.5, "b": 0.45, "c": 0.3}) == {"a", "b"}
