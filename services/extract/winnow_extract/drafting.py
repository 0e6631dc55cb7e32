"""A document and a recipe made into an Extraction."""

from dataclasses import dataclass

from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Completeness, Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.llm.port import LanguageModel
from winnow.recipes.form import form_of
from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow.records.port import AnswerStore
from winnow_extract.asking import Reply, ask, prompt_version
from winnow_extract.merging import merge
from winnow_extract.rating import rate_all
from winnow_extract.second import read_again
from winnow_extract.windows import choose, cut


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a model is asked about one document."""

    windows: int
    max_tokens: int


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
    *,
    calibration: Calibration | None = None,
    second_model: LanguageModel | None = None,
) -> tuple[Extraction, tuple[Usage, ...]]:
    """Ask the model, merge its answers, and rate every value; failures are part of the draft.

    What the calibration learnt of the layout, or `second_model`, reads the document once more.
    """
    windows = cut(parsed, model.window)
    chosen = choose(windows, recipe, limits.windows)
    form = form_of(recipe)
    reply = await ask(key, chosen, recipe, form, model, answers, limits.max_tokens)
    completeness = _completeness(len(windows), len(chosen), reply)
    if not reply.answers:
        return _unanswered(recipe, reply, completeness), reply.usage
    data, probabilities = merge(reply.answers)
    seconds, further = await read_again(
        key,
        parsed,
        recipe,
        leaves(data),
        calibration.second_reader if calibration else None,
        second_model,
        answers,
        windows=limits.windows,
        max_tokens=limits.max_tokens,
    )
    version = prompt_version(recipe, form)
    rated = rate_all(recipe, parsed, data, probabilities, model.name, version, seconds)
    extraction = Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        data=data,
        leaves=rated.leaves,
        completeness=completeness,
        rules_broken=rated.rules_broken,
    )
    return extraction, (*reply.usage, *further)


def _unanswered(recipe: Recipe, reply: Reply, completeness: Completeness) -> Extraction:
    failure = "; ".join(reply.failures) or "the document has no text to read"
    return Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        completeness=completeness,
        failure=failure[:1000],
    )


def _completeness(total: int, asked: int, reply: Reply) -> Completeness:
    missing = []
    if asked < total:
        missing.append(f"{total - asked} of {total} parts were not read")
    if reply.failures:
        missing.append("; ".join(reply.failures)[:500])
    if not total:
        missing.append("the document has no text to read")
    return Completeness(complete=not missing, reason="; ".join(missing) or None)
