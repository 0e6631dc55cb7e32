"""The steps of a tuning on the registry, stores and models of this installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.contracts.tuning import ModelCard, ModelRef, Task, TrainingExample
from winnow.evaluation.labelled import read_labelled
from winnow.recipes.recipe import Recipe
from winnow.registry.base import base_hash
from winnow.registry.open import open_registry
from winnow.registry.promoting import gate
from winnow.registry.registering import attach, challenge, register
from winnow.registry.verdict import GateVerdict
from winnow.tuning.checks import check
from winnow.tuning.checks.page import write_page
from winnow.tuning.comparing import Comparison
from winnow.tuning.comparing.written import write_report
from winnow.tuning.contest import Contest
from winnow.tuning.examples import read_examples, record_examples
from winnow.tuning.examples.collecting import collect
from winnow.tuning.examples.files import holds_examples
from winnow.tuning.examples.kept import kept
from winnow.tuning.examples.labelled import labels_of
from winnow.tuning.measuring import Measuring
from winnow.tuning.parts import Split
from winnow.tuning.progress import Told
from winnow.tuning.split import read_record, split_examples, write_split
from winnow.tuning.writing import write_whole


@dataclass(frozen=True, slots=True)
class Wired:
    """Steps by the settings of this installation."""

    settings: Settings
    given_text: bool
    measuring: Measuring

    async def examples(
        self, data: Path | None, recipe: Recipe, task: Task, *, told: Told
    ) -> list[TrainingExample]:
        """Those of a file, or recorded from labelled documents; without `data`, those kept.

        Of those the tenant must consent today: consent may have been taken back since.
        """
        if data is None:
            reviewed = await kept(self.settings, recipe.recipe, task)
            return list(collect(reviewed, [], [], self.settings).examples)
        if holds_examples(data):
            return read_examples(data)
        return await record_examples(
            read_labelled(data, labels_of(task, recipe)),
            recipe,
            self.settings,
            task=task,
            use_given_text=self.given_text,
            on_progress=lambda one: told("examples", one),
        )

    def split(self, examples: Sequence[TrainingExample], seed: int, folder: Path) -> Split:
        """Divide by group; `split.json` in the folder tells how.

        A document that an earlier model of the recipe was tested on is tested on again: else the
        next one would be compared with it on what it was trained on.
        """
        last = self._last_split(examples)
        made = split_examples(examples, seed=seed, before=read_record(last) if last else None)
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / "split.json", *self._kept_split(examples)):
            write_split(path, made)
        return made

    def _last_split(self, examples: Sequence[TrainingExample]) -> Path | None:
        return next((path for path in self._kept_split(examples) if path.is_file()), None)

    def _kept_split(self, examples: Sequence[TrainingExample]) -> tuple[Path, ...]:
        """Where the last split of a recipe and task stands; nowhere without examples."""
        kept = self.settings.data / "tuning" / "splits"
        return tuple(kept / f"{one.recipe}.{one.task}.json" for one in examples[:1])

    def check(self, parts: Split, recipe: Recipe, folder: Path) -> tuple[str, ...]:
        """Write checks.json and checks.html; return what blocks strict training."""
        report = check(parts, recipe)
        write_whole(folder / "checks.json", report.model_dump_json(indent=1).encode())
        write_page(folder / "checks.html", report)
        return tuple(one.message for one in report.blocking)

    async def compare(
        self, parts: Split, recipe: Recipe, task: Task, folder: Path, told: Told
    ) -> Comparison:
        """The table on the test part, written with its report."""
        found = await self._contest(parts, recipe, task, folder).compared(told)
        write_report(folder, found)
        return found

    async def judge(
        self,
        card: ModelCard,
        parts: Split,
        recipe: Recipe,
        compared: Any,
        folder: Path,
        by: str,
        told: Told,
    ) -> tuple[ModelRef, GateVerdict]:
        """Register the adapter as the challenger, with its evidence, and ask the gate."""
        own = base_hash(card.base)
        if row := compared.row("tuned"):
            held_out = {compared.measure: row.main.model_dump()}
            card = card.model_copy(update={"figures": {**card.figures, "held_out": held_out}})
            write_whole(folder / "card.json", (card.model_dump_json(indent=2) + "\n").encode())
        contest = self._contest(parts, recipe, card.task, folder)
        async with open_registry(self.settings) as tools:
            now = await tools.serving.current(recipe.recipe, card.task)
            evidence = await contest.evidence(compared, card, now.champion if now else None, told)
            calibration = await contest.calibration(told) if card.task == "extract" else None
            ref = await register(tools, card, folder, recipe, own)
            version = await tools.models.get(recipe.recipe, card.task, ref.version)
            await attach(tools, version, evidence, calibration)
            after = await challenge(tools, version, by=by)
            return ref, await gate(tools, version, recipe, own, after)

    def _contest(self, parts: Split, recipe: Recipe, task: Task, folder: Path) -> Contest:
        return Contest(self.settings, parts, self.measuring, recipe, task, folder / "adapter")
