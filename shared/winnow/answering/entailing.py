"""Whether a model holds that what is cited bears a sentence out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from winnow.answering.checking import Verdict
from winnow.answering.drafts import Draft
from winnow.answering.port import Asked
from winnow.answering.sentences import around
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import LanguageModel
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import render

Checked = list[tuple[Draft, Verdict]]


class Entailed(BaseModel):
    """A word for each pair, in order."""

    model_config = ConfigDict(extra="forbid")

    follows: list[Literal["yes", "partly", "no"]]


@dataclass(frozen=True, slots=True)
class Entailment:
    """Asks a model that writes about the sentences that held so far, all in one question."""

    model: LanguageModel
    calls: Calls

    async def judge(self, asked: Asked, checked: Checked) -> tuple[Checked, tuple[Usage, ...]]:
        """The verdicts, those that the model does not share with its reason.

        No answer of the model, or one with another number of words, is as if it had said no.
        """
        holding = [draft for draft, verdict in checked if verdict.holds]
        if not holding:
            return checked, ()
        purpose = Purpose(f"{asked.id}/entail", "ask", asked.tenant, _document(holding))
        told = Question(self.model, purpose, Entailed, render("entail", _pairs(holding)), 200)
        try:
            filled = await self.calls.fill(told)
        except UnfilledError as error:
            return [_with(one, "no") for one in checked], (error.usage,)
        follows = filled.form.follows
        if len(follows) != len(holding):
            return [_with(one, "no") for one in checked], (filled.usage,)
        said = iter(follows)
        judged = [_with(one, next(said)) if one[1].holds else one for one in checked]
        return judged, (filled.usage,)


def _pairs(drafts: Sequence[Draft]) -> str:
    return "\n\n".join(
        f"[{number}] Quotation: {_cited(draft)}\nSentence: {draft.text}"
        for number, draft in enumerate(drafts, start=1)
    )


def _cited(draft: Draft) -> str:
    """Whole sentences: the words alone may leave out who it is about."""
    texts = [around(one.passage.text, one.span).of(one.passage.text) for one in draft.places]
    return " ... ".join(dict.fromkeys(texts))


def _document(drafts: Sequence[Draft]) -> str:
    return str(drafts[0].places[0].passage.source.document_id)


def _with(one: tuple[Draft, Verdict], follows: str) -> tuple[Draft, Verdict]:
    draft, verdict = one
    if not verdict.holds or follows == "yes":
        return one
    why = "only a part of it follows" if follows == "partly" else "it does not follow"
    return draft, replace(verdict, why=f"{why} from what it cites, as the model judges")
