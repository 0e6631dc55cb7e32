"""Labelled documents read by one rung after another, through the services' own handlers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from winnow import layout
from winnow.calibration.gates import fields_hash
from winnow.calibration.second import Document, with_agreement
from winnow.calibration.splitting import fold_of
from winnow.config import Settings
from winnow.contracts.calibration import Calibration, Judged
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import Answered, answer_all
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.readers import reader_of
from winnow.ladder.rungs import LAYOUT
from winnow.recipes.recipe import Recipe

Told = Callable[[str, int], None]  # the rung, and how many documents it has read more


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rung made of each document, in order; and what its layout learnt, if it has one."""

    rung: str
    model: str
    answered: tuple[Answered, ...]
    judged: tuple[Judged, ...]
    learnt: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads labelled documents by one rung alone; `teaching` are the groups that may be learnt."""

    recipe: Recipe
    settings: Settings
    teaching: frozenset[str]
    seed: int
    use_given_text: bool
    told: Told

    async def read(self, rung: str, labelled: Sequence[Labelled]) -> Reading:
        """Every document as the rung alone reads it. Raises what `answer_all` raises."""
        alone = self.recipe.model_copy(update={"ladder": (rung,)})
        model = await reader_of(alone, self.settings)
        if rung == LAYOUT:
            return await self._by_layout(alone, labelled)
        answered = await self.answer(alone, labelled)
        documents = [
            Document(one.labelled.group, one.parsed, one.labelled.gold, one.judged)
            for one in answered
            if one.parsed is not None and one.judged
        ]
        if self.recipe.second_reading == "layout":
            judged, learnt = with_agreement(alone, documents, layout, self.seed, self.teaching)
            return Reading(rung, model, tuple(answered), tuple(judged), learnt)
        plain = tuple(value for one in documents for value in one.judged)
        return Reading(rung, model, tuple(answered), plain, None)

    async def _by_layout(self, recipe: Recipe, labelled: Sequence[Labelled]) -> Reading:
        """As production will: no document is read by a layout that learnt from it.

        What is held out is read by what all teaching documents taught, and each of these by what
        the other folds did.
        """
        first = await self.answer(recipe, labelled)  # nothing is learnt yet: it only parses
        known = {one.labelled.id: one for one in first}
        teachers = [one for one in labelled if one.group in self.teaching]
        dealt = fold_of((one.group for one in teachers), self.seed)
        whole = self.learn(recipe, [known[one.id] for one in teachers])
        for fold in sorted(set(dealt.values())):
            others = [known[one.id] for one in teachers if dealt[one.group] != fold]
            mine = [one for one in teachers if dealt[one.group] == fold]
            read = await self.answer(recipe, mine, self.learn(recipe, others))
            known |= {one.labelled.id: one for one in read}
        held = [one for one in labelled if one.group not in self.teaching]
        read = await self.answer(recipe, held, whole)
        known |= {one.labelled.id: one for one in read}
        answered = tuple(known[one.id] for one in labelled)
        judged = tuple(value for one in answered for value in one.judged)
        return Reading(LAYOUT, LAYOUT, answered, judged, whole)

    async def answer(
        self,
        recipe: Recipe,
        labelled: Sequence[Labelled],
        learnt: dict[str, Any] | None = None,
    ) -> list[Answered]:
        """The documents as the recipe's first rung reads them, with what it learnt."""
        if not labelled:
            return []
        rung = recipe.ladder[0]
        with TemporaryDirectory(prefix="winnow-ladder-") as folder:
            (Path(folder) / f"{recipe.recipe}.yaml").write_text(recipe.model_dump_json())
            return await answer_all(
                labelled,
                recipe,
                self.settings.model_copy(update={"recipes": Path(folder)}),
                use_given_text=self.use_given_text,
                on_progress=lambda _: self.told(rung, 1),
                calibration=_unrated(recipe, learnt) if learnt else None,
            )

    @staticmethod
    def learn(recipe: Recipe, answered: Sequence[Answered]) -> dict[str, Any]:
        """What the layout learns of documents. Raises MisconfiguredError if that is nothing."""
        pairs = [(one.parsed, one.labelled.gold) for one in answered if one.parsed is not None]
        learnt: dict[str, Any] = json.loads(json.dumps(layout.learn(recipe, pairs)))
        if not learnt["fields"]:
            raise MisconfiguredError(
                f"the layout learns nothing from {len(pairs)} documents: a field is learnt from 15 "
                "values that stand in them; give more documents, or leave the rung layout out"
            )
        return learnt


def _unrated(recipe: Recipe, learnt: dict[str, Any]) -> Calibration:
    """A calibration that holds a learnt layout and rates nothing yet."""
    return Calibration(
        id="unrated",
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        fields_hash=fields_hash(recipe),
        model=LAYOUT,
        data_hash="",
        examples=0,
        created_at=datetime.now(UTC),
        scorers={},
        held_out={},
        documents=(),
        second_reader=learnt,
    )
