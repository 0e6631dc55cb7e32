"""A trained adapter against who answers now, on the test part: the table, and the evidence."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard, ModelRef, Task
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.registry.evidence import Evidence
from winnow.registry.measured import outcomes_of
from winnow.tuning.calibrating import calibrated
from winnow.tuning.comparing import Comparison, compare
from winnow.tuning.comparing.opening import Field, champion_in_use, open_contenders
from winnow.tuning.measuring import Measuring
from winnow.tuning.parts import HeldOut, Split
from winnow.tuning.paths import tried
from winnow.tuning.progress import Counted, Told

STEP: Final = "comparing"


@dataclass(frozen=True, slots=True)
class Contest:
    """`adapter` is the folder of the new one's files."""

    settings: Settings
    parts: Split
    measuring: Measuring
    recipe: Recipe
    task: Task
    adapter: Path

    @property
    def test(self) -> tuple[HeldOut, ...]:
        """What all are measured on."""
        return self.measuring.drawn(self.parts.test.open_for_measuring(), self.parts.seed)

    async def compared(self, told: Told) -> Comparison:
        """Every contender that applies here, on the test part."""
        field = Field(
            recipe=self.recipe,
            task=self.task,
            settings=self.settings,
            taught=(*self.parts.train, *self.parts.validation),
            documents=(),
            adapters=[self.adapter],
            champion=await champion_in_use(self.recipe, self.task, self.settings),
        )
        opened = open_contenders(field, self.measuring.names(field))
        test = self.test
        documents = {one.document for one in test}
        counted = Counted(STEP, len(opened) * len(documents), told)
        return await compare(
            opened,
            test,
            self.recipe,
            self.task,
            self.settings,
            on_progress=lambda _role, more: counted.add(more),
        )

    async def calibration(self, told: Told) -> Calibration | None:
        """How sure the adapter's own outputs are; None where there is too little to tell by."""
        taught = self.measuring.drawn(self.parts.validation, self.parts.seed)
        return await calibrated(taught, self.test, self.recipe, self.settings, self.adapter, told)

    async def evidence(
        self, found: Comparison, card: ModelCard, champion: ModelRef | None, told: Told
    ) -> Evidence:
        """What the gate judges by; `champion` is who answers now, where somebody was named.

        Raises MisconfiguredError if the comparison lacks a side.
        """
        tuned = found.row("tuned")
        others = found.row("champion") or found.row("few-shot") or found.row("base")
        if tuned is None or others is None:
            raise MisconfiguredError("the comparison lacks the tuned model or who answers now")
        values = found.kind == "values"
        return Evidence(
            measure=found.measure,
            challenger=card.name,
            champion=champion.model if champion else others.model,
            outcomes=outcomes_of(tuned.outcomes, values=values),
            champion_outcomes=outcomes_of(others.outcomes, values=values),
            parity=await tried(self.test, self.adapter, card.name, self.settings, told),
            made_at=datetime.now(UTC),
        )
