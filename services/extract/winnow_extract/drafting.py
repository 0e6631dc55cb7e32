"""A document and a recipe made into an Extraction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Completeness, Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose
from winnow.llm.following import Follow
from winnow.llm.port import LanguageModel
from winnow.recipes.form import form_of
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow_extract.asking import Questions, prompt_version
from winnow_extract.rating import rate_all
from winnow_extract.reading import Read, read
from winnow_extract.second import STAGE, Second, second_answer, second_signals


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a model is asked about one document: windows for all fields, answers in all."""

    windows: int
    max_tokens: int
    calls: int = 200


def unclassified() -> Extraction:
    """The extraction of a document that no recipe was certain enough for."""
    reason = "no recipe was certain enough; choose one"
    return Extraction(
        recipe=None, completeness=Completeness(complete=False, reason=reason), failure=reason
    )


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads: the model, and by their names in recipes second readers and rungs of ladders.

    `follow` tells who reads in their place now; without it they do themselves.
    """

    model: LanguageModel
    calls: Calls
    limits: Limits
    seconds: Mapping[str, LanguageModel] = field(default_factory=dict)
    rungs: Mapping[str, LanguageModel] = field(default_factory=dict)
    follow: Follow | None = None

    async def of(self, recipe: Recipe, document: str) -> "Readers":
        """Those of a document: champions, and in the model's place maybe the challenger.

        Rungs and second readers are champions only: a ladder was chosen for certain models, and
        climbed by others it says nothing.
        """
        if self.follow is None:
            return self
        follow, name = self.follow, recipe.recipe

        async def champions(models: Mapping[str, LanguageModel]) -> dict[str, LanguageModel]:
            mine = {*recipe.ladder, recipe.second_reading} & models.keys()
            return {one: await follow.of(models[one], name, "extract") for one in mine}

        return replace(
            self,
            model=await follow.of(self.model, name, "extract", document),
            seconds=await champions(self.seconds),
            rungs=await champions(self.rungs),
        )

    def questions(self, purpose: Purpose) -> Questions:
        """What the model may be asked about one document."""
        return Questions(purpose, self.model, self.calls, self.limits.max_tokens, self.limits.calls)

    def second_questions(self, purpose: Purpose, name: str) -> Questions:
        """The same of a second model, under a key of its own."""
        model, most = self.seconds[name], self.limits.max_tokens
        second = replace(purpose, key=f"{purpose.key}/{STAGE}", stage=STAGE)
        return Questions(second, model, self.calls, most, self.limits.windows)


async def draft(
    purpose: Purpose,
    parsed: ParsedDocument,
    recipe: Recipe,
    readers: Readers,
    calibration: Calibration | None = None,
) -> tuple[Extraction, tuple[Usage, ...]]:
    """Read the document and rate every value; failures are part of the draft."""
    questions = readers.questions(purpose)
    found = await read(questions, parsed, recipe, readers.limits.windows)
    if found.answer is None:
        return _unanswered(recipe, found), tuple(questions.usage)
    data, probabilities = found.answer
    seconds, cost = await _second(purpose, parsed, recipe, data, readers, calibration)
    rated = rate_all(
        recipe,
        parsed,
        data,
        probabilities,
        readers.model.name,
        prompt_version(recipe, form_of(recipe)),
        found.rows_complete,
        seconds,
        calibration,
    )
    extraction = Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        data=data,
        leaves=rated.leaves,
        completeness=found.completeness,
        rules_broken=rated.rules_broken,
        calibration=calibration.id if calibration else None,
    )
    return extraction, (*questions.usage, *cost)


async def _second(
    purpose: Purpose,
    parsed: ParsedDocument,
    recipe: Recipe,
    data: dict[str, Any],
    readers: Readers,
    calibration: Calibration | None,
) -> tuple[dict[str, Second], Sequence[Usage]]:
    """What the recipe's second reader says of the values, and what that cost."""
    values = leaves(data)
    match recipe.second_reading:
        case "none":
            return {}, ()
        case "layout":
            learnt = calibration.second_reader if calibration else None
            return second_signals(recipe, parsed, values, learnt), ()
        case name:
            questions = readers.second_questions(purpose, name)
            told = await second_answer(questions, parsed, recipe, values, readers.limits.windows)
            return told, questions.usage


def _unanswered(recipe: Recipe, found: Read) -> Extraction:
    """The extraction of a document for which no window was answered."""
    failure = "; ".join(found.failures) or "the document has no text to read"
    return Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        completeness=found.completeness,
        failure=failure[:1000],
    )
