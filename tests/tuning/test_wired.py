"""The steps of a tuning on the stores of an installation."""

from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.recipes.recipe import Recipe
from winnow.testing.training_examples import INTENT, example
from winnow.tuning.examples.kept import opened
from winnow.tuning.measuring import Measuring
from winnow.tuning.progress import quiet
from winnow.tuning.wired import Wired


async def taught(settings: Settings, recipe: Recipe = INTENT) -> set[str]:
    found = await Wired(settings, False, Measuring()).examples(None, recipe, "extract", told=quiet)
    return {one.tenant for one in found}


async def test_who_took_consent_back_is_not_trained_on(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, training_consent="acme,globex")
    async with opened(settings) as store:
        for tenant in ("acme", "globex"):
            told: dict[str, Any] = {
                "origin": "review",
                "tenant": tenant,
                "id": tenant,
                "document": tenant,
            }
            await store.keep([example("my card is lost", {"intent": "card"}, **told)])
    assert await taught(settings) == {"acme", "globex"}
    settings = settings.model_copy(update={"training_consent": "acme"})
    assert await taught(settings) == {"acme"}
