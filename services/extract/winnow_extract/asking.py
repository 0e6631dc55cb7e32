"""What is asked of the model for a document, and what came of it."""

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import BaseModel

from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import Example, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import render
from winnow.recipes.recipe import Recipe
from winnow_extract.lists import lists_of
from winnow_extract.merging import Answer
from winnow_extract.windows import Window, halves

TOKEN: Final = 3.0  # characters of JSON with many digits
ENOUGH: Final = 200  # tokens of answers that tell how long a token is
PATIENCE: Final = 4  # answers cut off one after the other before a window is given up


@dataclass
class Questions:
    """Asks for one document, at most `left` times more. No question is asked, or paid for, twice:

    the key of each is that of `purpose` (the event's) and the name of the question.
    """

    purpose: Purpose
    model: LanguageModel
    calls: Calls
    max_tokens: int
    left: int
    usage: list[Usage] = field(default_factory=list)
    written: int = 0  # characters of the answers so far
    tokens: int = 0  # and their tokens

    @property
    def answer_size(self) -> float:
        """Characters that fit an answer, from the answers so far: how long a token is differs."""
        token = self.written / self.tokens if self.tokens >= ENOUGH else TOKEN
        return self.max_tokens * min(max(token, 1.0), TOKEN)

    async def ask(self, name: str, form: type[BaseModel], prompt: Prompt) -> Answer:
        """The filled form and its probabilities. Raises UnfilledError, its usage being counted."""
        self.left -= 1
        try:
            purpose = replace(self.purpose, key=f"{self.purpose.key}/{name}")
            question = Question(self.model, purpose, form, prompt, self.max_tokens)
            filled = await self.calls.fill(question)
        except UnfilledError as error:
            self.usage.append(error.usage)
            raise
        self.usage.append(filled.usage)
        self.written += len(filled.form.model_dump_json())
        self.tokens += filled.usage.output_tokens
        data: dict[str, Any] = filled.form.model_dump(mode="json")
        return data, dict(filled.probabilities)


@dataclass(frozen=True, slots=True)
class Reply:
    """The windows that were answered with their answers, and why the others were not."""

    answered: list[tuple[Window, Answer]]
    failures: list[str]


def prompt_of(recipe: Recipe, form: type[BaseModel], text: str, *, rows: bool = False) -> Prompt:
    """What the model is told to fill a form from a text; `rows`: rows that are still missing."""
    name = "extract_rows" if rows else "extract"
    told = {"title": recipe.title, "instructions": recipe.instructions}
    return render(name, text, examples_of(recipe, form), **told)


def examples_of(recipe: Recipe, form: type[BaseModel]) -> tuple[Example, ...]:
    """The recipe's solved cases, their answers in the form's own order and spelling."""
    return tuple(
        Example(case.text, form.model_validate(case.answer).model_dump_json())
        for case in recipe.examples
    )


def prompt_version(recipe: Recipe, form: type[BaseModel]) -> str:
    """A short hash of all that shapes an answer besides the document."""
    parts = [str(prompt_of(recipe, form, "")), str(form.model_json_schema())]
    if lists_of(recipe):
        parts.append(str(prompt_of(recipe, form, "", rows=True)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


async def ask(
    questions: Questions,
    parsed: ParsedDocument,
    windows: list[Window],
    recipe: Recipe,
    form: type[BaseModel],
) -> Reply:
    """Fill the form from each window. One whose rows do not fit an answer is asked in halves;

    an invalid answer counts as a failure, and so does one that is cut off all the same.
    """
    reply = Reply([], [])
    waiting = deque((str(window.index), window) for window in windows)
    vain = 0
    while waiting and questions.left > 0:
        name, window = waiting.popleft()
        try:
            prompt = prompt_of(recipe, form, window.text)
            reply.answered.append((window, await questions.ask(name, form, prompt)))
            vain = 0
        except UnfilledError as error:
            vain += 1
            halvable = error.why == "cut_off" and vain < PATIENCE and lists_of(recipe)
            if halvable and (parts := halves(parsed, window)):
                waiting.extendleft([(f"{name}b", parts[1]), (f"{name}a", parts[0])])
            else:
                reply.failures.append(f"part {window.index + 1}: {error}")
    for _, window in waiting:
        reply.failures.append(f"part {window.index + 1}: the limit of calls was reached")
    return reply
