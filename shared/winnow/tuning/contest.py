"""A trained adapter against who answers now, on the test part: table, calibration, evidence."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from winnow import layout
from winnow.calibration import fit
from winnow.calibration.second import Document, with_agreement
from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard, ModelRef, Task
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import answer_all
from winnow.llm.engine import Base, Engine
from winnow.llm.local import LocalModel
from winnow.llm.unshown import Unshown
from winnow.llm.weights import BASE_NAME, base_hash, load_weights
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow.registry.evidence import Evidence, Parity
from winnow.registry.measured import outcomes_of, parity_of
from winnow.tuning.comparing import Comparison, compare, held_of_examples
from winnow.tuning.comparing.opening import Field, champion_in_use, open_contenders
from winnow.tuning.parity import parity
from winnow.tuning.parts import Split
from winnow.tuning.tuning import Told

log = get_logger(__name__)
TRIED: Final = 20  # test examples that the serving path answers again
SEED: Final = 0  # of which documents teach the calibration


@dataclass(frozen=True, slots=True)
class Contest:
    """`adapter` is the folder of the new one's files."""

    settings: Settings
    parts: Split
    recipe: Recipe
    task: Task
    adapter: Path

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
        return await compare(
            open_contenders(field),
            self.parts.test.open_for_measuring(),
            self.recipe,
            self.task,
            self.settings,
            on_progress=lambda role, more: told("comparing", (role, more)),
        )

    async def calibration(self) -> Calibration | None:
        """How sure the adapter's own outputs are, learnt on the test part; its answers are kept.

        None, the reason being logged, where there is too little to learn it from: the gate tells.
        """
        held, _ = held_of_examples(self.parts.test.open_for_measuring())
        model = Unshown(LocalModel(self.adapter))
        answered = await answer_all(
            [one.labelled for one in held],
            self.recipe,
            self.settings,
            use_given_text=True,
            model=model,
        )
        documents = [
            Document(one.labelled.group, one.parsed, one.labelled.gold, one.judged)
            for one in answered
            if one.parsed is not None and one.judged
        ]
        values, reader = [value for one in documents for value in one.judged], None
        if self.recipe.second_reading == "layout":
            values, reader = with_agreement(self.recipe, documents, layout, 0)
        try:
            return fit(self.recipe, values, model=model.name, seed=SEED, second_reader=reader)
        except MisconfiguredError as error:
            log.warning("no calibration", recipe=self.recipe.recipe, why=str(error))
            return None

    async def evidence(
        self, found: Comparison, card: ModelCard, champion: ModelRef | None
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
            parity=(await self._local_parity(),),
            made_at=datetime.now(UTC),
        )

    async def _local_parity(self) -> Parity:
        """Whether a base of its own, as a service opens it, answers as the measured one did."""
        examples = self.parts.test.open_for_measuring()[:TRIED]
        served = LocalModel(self.adapter, engine=Engine(Base(BASE_NAME, load_weights, base_hash)))
        found = await parity(examples, LocalModel(self.adapter), served)
        return parity_of("local", found)
