"""A document and a recipe made into an Extraction."""

from dataclasses import dataclass

from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Completeness, Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.llm.port import LanguageModel
from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.records.port import AnswerStore
from winnow_extract.asking import Questions, prompt_version
from winnow_extract.rating import rate_all
from winnow_extract.reading import read


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


async def draft(
    key: str,
    parsed: ParsedDocument,
    recipe: Recipe,
    model: LanguageModel,
    answers: AnswerStore,
    limits: Limits,
    calibration: Calibration | None = None,
) -> tuple[Extraction, tuple[Usage, ...]]:
    """Read the document and rate every value; failures are part of the draft."""
    questions = Questions(key, model, answers, limits.max_tokens, limits.calls)
    found = await read(questions, parsed, recipe, limits.windows)
    usage = tuple(questions.usage)
    if found.answer is None:
        failure = "; ".join(found.failures) or "the document has no text to read"
        extraction = Extraction(
            recipe=recipe.recipe,
            recipe_version=recipe.id,
            completeness=found.completeness,
            failure=failure[:1000],
        )
        return extraction, usage
    data, probabilities = found.answer
    version = prompt_version(recipe, form_of(recipe))
    rated = rate_all(
        recipe,
        parsed,
        data,
        probabilities,
        model.name,
        version,
        found.rows_complete,
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
    return extraction, usage
