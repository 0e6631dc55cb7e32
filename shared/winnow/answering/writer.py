"""The reader for models that write: statements under a form, each with passages and a quote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from winnow.answering.drafts import Draft, Place
from winnow.answering.figures import Values, label_of, value_draft
from winnow.answering.locating import locate
from winnow.answering.port import Asked
from winnow.answering.rating import WRITERS_BAR
from winnow.answering.readable import Passage
from winnow.answering.reading import Reading
from winnow.llm.calls import Calls, Purpose, Question
from winnow.llm.port import LanguageModel, Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.prompts import fenced, words

MOST: Final = 4  # sentences of an answer
LONGEST: Final = 400  # characters of a sentence or a quote
ROOM: Final = 1000  # tokens
VALUES: Final = 60  # extracted values that are shown

Numbered = Mapping[int, tuple[Passage, Mapping[str, Draft]]]


class Statement(BaseModel):
    """A sentence of an answer, where it is from, and the words there that bear it out."""

    model_config = ConfigDict(extra="forbid")

    sentence: str = Field(json_schema_extra={"maxLength": LONGEST})
    passages: list[int] = Field(min_length=1, max_length=3)
    quote: str = Field(json_schema_extra={"maxLength": LONGEST})


class Written(BaseModel):
    """What a model says of a question."""

    model_config = ConfigDict(extra="forbid")

    answerable: bool
    statements: list[Statement] = Field(json_schema_extra={"maxItems": MOST})


@dataclass(frozen=True, slots=True)
class Writer:
    """Asks a model for statements; their confidence is told once they were checked."""

    model: LanguageModel
    calls: Calls
    bar: float = WRITERS_BAR
    floor: float = 0.0

    async def read(
        self, asked: Asked, question: str, passages: Sequence[Passage], values: Values
    ) -> Reading:
        """The model's statements, each with the places of its quote."""
        shown = numbered(passages, values, self.model.window)
        purpose = Purpose(f"{asked.id}/answer", "ask", asked.tenant, _document(passages))
        told = Question(self.model, purpose, Written, prompt(question, shown), ROOM)
        try:
            filled = await self.calls.fill(told)
        except UnfilledError as error:
            return Reading(failure=f"the model gave no answer: {error}", usage=(error.usage,))
        drafts = tuple(drafted(one, shown) for one in filled.form.statements[:MOST])
        return Reading(drafts, answerable=filled.form.answerable, usage=(filled.usage,))


def numbered(passages: Sequence[Passage], values: Values, window: int) -> Numbered:
    """The passages by their numbers, from 1, as many as fit; each document's first with its values.

    A value that its passage does not show is not told: nobody could check it.
    """
    shown: dict[int, tuple[Passage, Mapping[str, Draft]]] = {}
    used, told = 0, set[str]()
    for passage in passages:
        used += len(passage.text)
        if shown and used > window:
            break
        found: dict[str, Draft] = {}
        for pointer, value in list(values.get(passage.source.document_id, {}).items())[:VALUES]:
            known = f"{passage.source.document_id}{pointer}"
            draft = None if value is None else value_draft(passage, pointer, value)
            if draft is not None and known not in told:
                told.add(known)
                found[draft.text] = draft
        shown[len(shown) + 1] = (passage, found)
    return shown


def prompt(question: str, shown: Numbered) -> Prompt:
    """The passages fenced off, and the question after them."""
    parts = []
    for number, (passage, found) in shown.items():
        lines = [f"[{number}] {passage.source.file_name}, page {passage.source.page}", passage.text]
        lines += [f"Extracted: {text}" for text in found]
        parts.append("\n".join(lines))
    text = fenced("\n\n".join(parts))
    return Prompt(words("answer", most=MOST), f"{text}\nQuestion: {question}")


def drafted(said: Statement, shown: Numbered) -> Draft:
    """The statement with the places of its quote: in the passages it names, else in any other."""
    named = [number for number in dict.fromkeys(said.passages) if number in shown]
    others = [number for number in shown if number not in named]
    places = tuple(_places(said.quote, [shown[number] for number in named]))
    if not places:
        places = tuple(_places(said.quote, [shown[number] for number in others]))[:1]
    lost = () if places else (said.quote,)
    return Draft(said.sentence.strip(), places, "writing", said.quote, lost=lost)


def _places(quote: str, shown: Sequence[tuple[Passage, Mapping[str, Draft]]]) -> Iterator[Place]:
    for passage, values in shown:
        for text, value in values.items():
            bare = quote.removeprefix("Extracted: ").strip()
            if bare and bare in (text, f"{label_of(value.places[0].pointer or '')}: {value.short}"):
                yield value.places[0]
                break
        else:
            if (found := locate(quote, passage.text)) is not None:
                yield Place(passage, found.span)


def _document(passages: Sequence[Passage]) -> str:
    """The document that the answer is kept under: the one it most likely rests on."""
    return str(passages[0].source.document_id) if passages else ""
