"""A model that only quotes: it chooses words of the sentences that bear on the question most."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, create_model

from winnow.answering.candidates import candidates
from winnow.answering.drafts import Draft, Place
from winnow.answering.kinds import kind_of
from winnow.answering.ranking import Ranked
from winnow.answering.sentences import Span
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import Example, LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import fenced, words

READ: Final = 3  # sentences that a model is shown, best first
ROOM: Final = 96  # tokens of an answer


class Quoted(BaseModel):
    """The words that answer; a form for each question allows those of its sentences only."""

    model_config = ConfigDict(extra="forbid")

    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Sentences as one text, and where each of its runs of words stands in its passage."""

    text: str
    runs: dict[str, Place]
    sentences: dict[str, Ranked]


def shown(question: str, ranked: Sequence[Ranked], language: str, most: int = READ) -> Shown:
    """The best sentences in the order in which they stand, and what may be quoted of them."""
    best = sorted(ranked[:most], key=lambda one: (one.rank, one.span.start))
    kind = kind_of(question)
    text, runs, where = "", dict[str, Place](), dict[str, Ranked]()
    starts: list[tuple[int, Ranked]] = []
    for one in best:
        text += ("\n" if text else "") + one.text
        starts.append((len(text) - len(one.text), one))
    spans = [Span(start, start + len(one.text)) for start, one in starts]
    for run, span in candidates(text, spans, question, kind, language).items():
        start, one = next(pair for pair in reversed(starts) if pair[0] <= span.start)
        moved = one.span.start - start
        runs[run] = Place(one.passage, Span(span.start + moved, span.end + moved))
        where[run] = one
    return Shown(text, runs, where)


async def quote(
    model: LanguageModel, calls: Calls, purpose: Purpose, question: str, text: Shown
) -> tuple[Draft | None, Usage | None]:
    """What the model chooses of the runs, and what that used; None where it could not choose."""
    if not text.runs:
        return None, None
    asked = Question(model, purpose, _form(tuple(text.runs)), prompt(question, text.text), ROOM)
    try:
        filled = await calls.fill(asked)
    except UnfilledError as error:
        return None, error.usage
    chosen = filled.form.quote
    return drafted(text, chosen, filled.probabilities.get("/quote")), filled.usage


def drafted(text: Shown, run: str, probability: float | None = None) -> Draft:
    """A run of words as an answer: the sentence that it stands in is what is said."""
    said = text.sentences[run].text
    return Draft(said, (text.runs[run],), "quoting", run, probability)


def prompt(question: str, text: str) -> Prompt:
    """What the model is told; the examples are the same for all questions."""
    return Prompt(words("quote"), _put(text, question), _examples())


def _form(runs: tuple[str, ...]) -> type[Quoted]:
    allowed: Any = Literal[runs]
    return create_model("Quoted", __base__=Quoted, quote=(allowed, ...))


def _put(text: str, question: str) -> str:
    return f"{fenced(text)}\nQuestion: {question}"


@cache
def _examples() -> tuple[Example, ...]:
    told = json.loads(files(__package__).joinpath("examples.json").read_text("utf-8"))
    return tuple(
        Example(_put(one["text"], question), json.dumps({"quote": answer}))
        for one in told
        for question, answer in one["asked"]
    )
