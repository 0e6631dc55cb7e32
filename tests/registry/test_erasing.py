"""An erased document marks every model that was trained on it."""

from pathlib import Path

from winnow.recipes.recipe import Recipe
from winnow.registry.erasing import mark_erased, models_trained_on
from winnow.registry.registering import register
from winnow.registry.tools import Tools
from winnow.testing.tuned import BASE_HASH, adapter_in, card_of


async def test_models_trained_on_an_erased_document_say_so(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    for weights, documents in ((b"1", ("a" * 64, "b" * 64)), (b"2", ("b" * 64,))):
        card = card_of(recipe, weights, documents=documents)
        await register(tools, card, adapter_in(tmp_path, weights), recipe, BASE_HASH)
    trained = await models_trained_on(tools.models, "b" * 64)
    assert [one.ref.version for one in trained] == ["1", "2"]
    assert await models_trained_on(tools.models, "c" * 64) == []
    for sha256 in ("b" * 64, "a" * 64, "b" * 64):
        await mark_erased(tools.models, sha256)
    assert [one.card.erased for one in await tools.models.versions()] == [2, 1]
