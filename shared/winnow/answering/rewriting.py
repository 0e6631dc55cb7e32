"""Follow-up questions rewritten to stand alone: by rules, or by a model whose words are checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from winnow.answering.following_up import standalone_by_rules
from winnow.answering.port import Asked
from winnow.answering.terms import terms_of
from winnow.contracts.questions import Turn
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import LanguageModel
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import render

TURNS: Final = 6  # latest turns that a model is shown
LONGEST: Final = 500  # characters


class Rewritten(BaseModel):
    """A question that can be read alone."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(json_schema_extra={"maxLength": LONGEST})


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Rewrites by a model where one is given, else by rules. The first question is left alone."""

    model: LanguageModel | None
    calls: Calls
    language: str

    async def rewrite(self, asked: Asked) -> tuple[str, tuple[Usage, ...]]:
        """The question alone, and what that used."""
        by_rules = standalone_by_rules(asked.question, asked.history)
        if self.model is None or not asked.history:
            return by_rules, ()
        purpose = Purpose(f"{asked.id}/rewrite", "ask", asked.tenant)
        prompt = render("rewrite", _conversation(asked))
        try:
            filled = await self.calls.fill(Question(self.model, purpose, Rewritten, prompt, 200))
        except UnfilledError as error:
            return by_rules, (error.usage,)
        said = filled.form.question.strip()
        faithful = adds_nothing(said, asked.question, asked.history, self.language)
        return said if faithful else by_rules, (filled.usage,)


def adds_nothing(said: str, question: str, history: Sequence[Turn], language: str) -> bool:
    """Whether all names and numbers are from the conversation, and those of the question stay.

    Denial must stay too: "which are not covered" must not become "which are covered".
    """
    if not said:
        return False
    known = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    new, old, all_ = (terms_of(one, language) for one in (said, question, known))
    told = all_.names | all_.words
    return (
        new.names <= told
        and new.numbers <= all_.numbers
        and old.numbers <= new.numbers
        and old.names <= new.names | new.words
        and new.denied == old.denied
    )


def _conversation(asked: Asked) -> str:
    turns = [f"Question: {turn.question}\nAnswer: {turn.answer}" for turn in asked.history[-TURNS:]]
    return "\n".join([*turns, f"Latest question: {asked.question}"])
