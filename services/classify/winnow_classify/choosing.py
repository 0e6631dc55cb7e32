"""Which recipe a document is for: cheap readings first, a model only where they disagree."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import LanguageModel
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import render
from winnow.recipes.recipe import Recipe
from winnow_classify.readings import Likeness, Wording, near

# What agreement is worth until classification has labelled examples to be calibrated on.
BOTH_CHEAP = 0.95
MODEL_AND_ONE = 0.75
ONE_ALONE = 0.4
NO_VOICE = 0.0

NONE = "none"
ROOM = 64  # tokens of an answer


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipe with most voices, how sure that is, and who spoke for it."""

    recipe: str | None
    confidence: float
    scores: dict[str, float]
    decided_by: str
    usage: tuple[Usage, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The two cheap readings; they err for different reasons."""

    likeness: Likeness
    wording: Wording


async def choose(
    purpose: Purpose,
    text: str,
    recipes: dict[str, Recipe],
    voices: Voices | None,
    model: LanguageModel,
    calls: Calls,
) -> Choice:
    """Wording proposes and likeness may object; where they disagree, the model has a voice.

    Without `voices` it is the only one.
    """
    scores = await voices.likeness.read(text) if voices else {}
    like, worded = near(scores), voices.wording.read(text) if voices else None
    if worded is not None and worded in like:
        return Choice(worded, BOTH_CHEAP, scores, "wording+likeness")
    voice, usage = await _ask(purpose, text, recipes, model, calls)
    if voice is not None and (voice == worded or voice in like):
        return Choice(voice, MODEL_AND_ONE, scores, model.name, usage)
    alone = worded or voice
    return Choice(alone, ONE_ALONE if alone else NO_VOICE, scores, model.name, usage)


async def _ask(
    purpose: Purpose, text: str, recipes: dict[str, Recipe], model: LanguageModel, calls: Calls
) -> tuple[str | None, tuple[Usage, ...]]:
    kinds = "\n".join(f"- {name}: {recipe.description}" for name, recipe in sorted(recipes.items()))
    prompt = render("classify", text[: min(model.window, 2000)], types=kinds)
    try:
        filled = await calls.fill(Question(model, purpose, _form(recipes), prompt, ROOM))
    except UnfilledError as error:  # no voice; the others decide, or a person does
        return None, (error.usage,)
    chosen = str(getattr(filled.form, "type"))  # noqa: B009  (the form is made at run time)
    return (None if chosen == NONE else chosen), (filled.usage,)


def _form(recipes: dict[str, Recipe]) -> type[BaseModel]:
    names: Any = Literal[(*sorted(recipes), NONE)]
    return create_model("DocumentType", __config__=ConfigDict(extra="forbid"), type=(names, ...))
