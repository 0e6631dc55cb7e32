"""How sure a tuned model's own outputs are: learnt on one part, proved on another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from winnow import layout
from winnow.calibration import fit
from winnow.calibration.second import Document, with_agreement
from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import answer_all
from winnow.llm.open import open_rung
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing import ZeroShot, held_of_examples
from winnow.tuning.comparing.reading import alone
from winnow.tuning.progress import Counted, Told

log = get_logger(__name__)
SEED: Final = 0  # of the folds in which curves are chosen
STEP: Final = "calibrating"


async def calibrated(
    validation: Sequence[TrainingExample],
    test: Sequence[TrainingExample],
    recipe: Recipe,
    settings: Settings,
    adapter: Path,
    told: Told,
) -> Calibration | None:
    """A calibration of the adapter's outputs; None, the reason being logged, for want of documents.

    The scorer is taught on the validation part: the adapter was not trained on it, and the gate's
    comparison does not use it. Error, bound and thresholds are taken on the test part, which the
    scorer has not seen; why that is honest says docs/decisions/0018. Answers that the comparison
    has had are not asked for again.
    """
    reader = _Reader(recipe, settings, adapter, told)
    taught, proved = await reader.read(validation), await reader.read(test)
    try:
        return learnt(recipe, taught, proved, reader.model.reader)
    except MisconfiguredError as error:
        log.warning("no calibration", recipe=recipe.recipe, why=str(error))
        return None


def learnt(
    recipe: Recipe, taught: Sequence[Document], proved: Sequence[Document], model: str
) -> Calibration:
    """The scorer of the taught documents, with all that is promised taken from the proved ones.

    Raises MisconfiguredError where there are too few of either.
    """
    teaching = frozenset(document.group for document in taught)
    documents = [*taught, *proved]
    values, second = [value for one in documents for value in one.judged], None
    if taught and recipe.second_reading == "layout":
        values, second = with_agreement(recipe, documents, layout, SEED, teaching)
    return fit(recipe, values, model=model, seed=SEED, second_reader=second, teaching=teaching)


class _Reader:
    """Has documents answered as the comparison does, so that answers are shared with it."""

    def __init__(self, recipe: Recipe, settings: Settings, adapter: Path, told: Told) -> None:
        self.model = ZeroShot(open_rung(f"local:{adapter}", settings), "tuned")
        self._recipe = recipe
        self._settings = settings
        self._told = told

    async def read(self, examples: Sequence[TrainingExample]) -> list[Document]:
        """Those that were answered, with their values judged under the model's own name."""
        held, _ = held_of_examples(examples)
        counted = Counted(STEP, len(held), self._told)
        async with alone(self._recipe, self._settings) as (recipe, settings):
            answered = await answer_all(
                [one.labelled for one in held],
                recipe,
                settings,
                use_given_text=True,
                on_progress=lambda _: counted.add(),
                model=self.model,
            )
        own = {"model": self.model.reader}
        return [
            Document(
                one.labelled.group,
                one.parsed,
                one.labelled.gold,
                tuple(value.model_copy(update=own) for value in one.judged),
            )
            for one in answered
            if one.parsed is not None and one.judged
        ]
