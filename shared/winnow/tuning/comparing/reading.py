"""Held-out documents as one contender answers them, through the services' own handlers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from winnow.config import Settings
from winnow.contracts.tuning import Task
from winnow.evaluation.answering import answer_all
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing.asking import Contender
from winnow.tuning.comparing.by_stage import said_by_stage
from winnow.tuning.comparing.held import Held
from winnow.tuning.comparing.kinds import Kind, kind_of
from winnow.tuning.comparing.learnt_layout import LearntLayout
from winnow.tuning.comparing.outcomes import Outcome, of_said, of_values, said_of, valid_documents
from winnow.tuning.comparing.thrown_away import thrown_away

Told = Callable[[str, int], None]  # the role, and how many documents it has answered more


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads held-out documents by one contender after the other."""

    recipe: Recipe
    task: Task
    settings: Settings
    given_text: bool
    told: Told

    @property
    def kind(self) -> Kind:
        """How answers are judged."""
        return kind_of(self.recipe, self.task)

    async def read(
        self, contender: Contender | LearntLayout, held: Sequence[Held]
    ) -> list[Outcome]:
        """What came of each document, in order. Answers that are kept are not asked for again.

        Raises MisconfiguredError, and UnreachableError where a model stays away.
        """
        if self.task == "extract":
            return await self._extracted(contender, held)
        if isinstance(contender, LearntLayout):
            raise TypeError("a layout extracts, and nothing else")
        said = await said_by_stage(
            contender, held, self.recipe, self.task, self.settings, self.given_text, self.told
        )
        failed = await thrown_away(self.settings, contender.name, None)
        valid = valid_documents({one.document for one in said}, failed)
        rate = self.settings.compute_usd_per_hour
        return [
            of_said(one, document, self.kind, valid[one.document], rate)
            for one, document in zip(said, held, strict=True)
        ]

    async def _extracted(
        self, contender: Contender | LearntLayout, held: Sequence[Held]
    ) -> list[Outcome]:
        labelled = [one.labelled for one in held]
        failed: dict[str, int] = {}
        async with alone(self.recipe, self.settings) as (recipe, settings):
            if isinstance(contender, LearntLayout):
                answered = await contender.answer(labelled, recipe, settings, self.given_text)
                self.told(contender.role, len(held))
            else:
                answered = await answer_all(
                    labelled,
                    recipe,
                    settings,
                    use_given_text=self.given_text,
                    on_progress=lambda _: self.told(contender.role, 1),
                    model=contender,
                )
                failed = await thrown_away(settings, contender.name, recipe.id)
        valid = valid_documents({one.document for one in answered}, failed)
        rate = self.settings.compute_usd_per_hour
        if self.kind == "values":
            return [
                of_values(one, document, recipe, valid[one.document], rate)
                for one, document in zip(answered, held, strict=True)
            ]
        return [
            of_said(said_of(one), document, self.kind, valid[one.document], rate)
            for one, document in zip(answered, held, strict=True)
        ]


@asynccontextmanager
async def alone(recipe: Recipe, settings: Settings) -> AsyncIterator[tuple[Recipe, Settings]]:
    """The recipe without ladder and second reading: one model reads, once, and nobody else pays.

    The settings are those of services that know this recipe only.
    """
    plain = recipe.model_copy(update={"ladder": (), "second_reading": "none"})
    with TemporaryDirectory(prefix="winnow-compare-") as folder:
        (Path(folder) / f"{recipe.recipe}.yaml").write_text(plain.model_dump_json(), "utf-8")
        yield plain, settings.model_copy(update={"recipes": Path(folder)})
