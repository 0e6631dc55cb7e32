"""The registry's gate, which has the last word on a promotion, and what it says of a base."""

from collections.abc import Mapping
from dataclasses import dataclass

from winnow.config import Settings
from winnow.contracts.tuning import ModelRef, Serving
from winnow.llm.identity import identity_of
from winnow.recipes.recipe import Recipe
from winnow.registry.admission import other_base
from winnow.registry.aliases import follow
from winnow.registry.base import base_hash, check_base
from winnow.registry.promoting import gate
from winnow.registry.tools import Tools


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Bystander of `winnow_tune.acting`: the gate objects, and the registry's aliases follow."""

    tools: Tools
    recipes: Mapping[str, Recipe]
    settings: Settings

    async def objection(self, now: Serving) -> str:
        """Why the gate does not let the challenger pass today: base or recipe may have changed."""
        recipe = self.recipes.get(now.recipe)
        if now.challenger is None or recipe is None:
            return f"there is no recipe {now.recipe}"
        version = await self.tools.models.get(now.recipe, now.task, now.challenger.version)
        verdict = await gate(self.tools, version, recipe, base_hash(version.card.base), now)
        return "" if verdict.passed else verdict.words

    async def changed(self, after: Serving) -> None:
        await follow(self.tools, after)

    async def strangers(self) -> list[tuple[Serving, str]]:
        """Who is served with an adapter of a base that is another one by now, and how it is.

        First what was calibrated on the base is made void, if it changed.
        """
        await check_base(self.tools, await identity_of(self.settings))
        found = []
        for now in await self.tools.serving.all():
            for ref in (now.champion, now.challenger):
                why = await self._strange(now, ref)
                if why is not None:
                    found.append((now, why))
                    break
        return found

    async def _strange(self, now: Serving, ref: ModelRef | None) -> str | None:
        """None of a model without a card: it is bare, or was shipped with this very base."""
        if ref is None or ref.adapter is None:
            return None
        versions = await self.tools.models.versions(now.recipe, now.task)
        card = next((one.card for one in versions if one.ref == ref), None)
        return other_base(card, base_hash(card.base)) if card else None
