"""The learnt layout of a document type as a contender: no model, milliseconds a document."""

from collections.abc import Sequence
from typing import Final

from winnow.calibration.checking import leaf_fields
from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.evaluation.answering import Answered
from winnow.evaluation.labelled import Labelled
from winnow.ladder.reading import Desk
from winnow.ladder.rungs import LAYOUT
from winnow.layout.plan import scalar_fields
from winnow.recipes.recipe import Recipe

ROLE: Final = "layout"


class LearntLayout:
    """Learns from labelled documents, those of the training part, where values stand."""

    role = ROLE
    reader = name = LAYOUT

    def __init__(self, taught: Sequence[Labelled]) -> None:
        self.taught = taught

    async def answer(
        self, labelled: Sequence[Labelled], recipe: Recipe, settings: Settings, given_text: bool
    ) -> list[Answered]:
        """The documents as the layout alone reads them, through extract.

        Raises MisconfiguredError for a recipe with lists, and where nothing can be learnt.
        """
        check_layout(recipe)
        alone = recipe.model_copy(update={"ladder": (LAYOUT,)})
        desk = Desk(alone, settings, frozenset(), 0, given_text, lambda *_: None)
        learnt = desk.learn(alone, await desk.answer(alone, self.taught))
        return await desk.answer(alone, labelled, learnt)


def check_layout(recipe: Recipe) -> None:
    """Raise MisconfiguredError for a recipe that the layout cannot read: one with lists."""
    if lists := sorted(leaf_fields(recipe).keys() - scalar_fields(recipe).keys()):
        raise MisconfiguredError(f"the layout reads no lists, and there is {', '.join(lists)}")
