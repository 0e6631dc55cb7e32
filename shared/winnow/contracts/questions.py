"""Questions over the documents: what was answered, from where, and what people were asked."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from winnow.contracts.base import Event, Instant, Record
from winnow.contracts.evidence import Probability
from winnow.contracts.usage import Usage

Outcome = Literal["answered", "not_in_documents", "escalated", "refused"]


class Citation(Record):
    """The place in a chunk that bears a sentence out; `start` and `end` index the chunk's text."""

    document_id: UUID
    file_name: str
    chunk: str
    page: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    pointer: str | None = Field(
        default=None, description="JSON Pointer, where it is a value that was extracted."
    )


class AnswerSentence(Record):
    """A sentence of an answer; `support` is how far what it cites bears it out."""

    text: str
    citations: tuple[Citation, ...]
    support: Probability = 0.0


class Answer(Record):
    """What was made of a question.

    `answered` has sentences, each with a citation that was checked; `not_in_documents` is an
    answer too; `escalated` waits for a person (`reasons` say why); `refused` is what the guardrails
    do not let in. `removed` are sentences that nothing bears out.
    """

    outcome: Outcome
    sentences: tuple[AnswerSentence, ...] = ()
    confidence: Probability = 0.0
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = Field(
        default=(), description="Such as instructions that stand in what was read."
    )
    removed: tuple[str, ...] = ()
    answered_by: str | None = Field(default=None, description="model:<name> or reviewer:<name>.")
    cached: bool = False
    usage: tuple[Usage, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def documents(self) -> tuple[UUID, ...]:
        """The documents that it rests on, each once."""
        cited = (place.document_id for one in self.sentences for place in one.citations)
        return tuple(dict.fromkeys(cited))


class Source(Record):
    """A passage that was found for a question; `score` is 0..1 within one search."""

    document_id: UUID
    file_name: str
    chunk: str
    page: int = Field(ge=1)
    text: str
    score: float


class Turn(Record):
    """A question and its answer, earlier in the same conversation."""

    question: str
    answer: str


class QuestionEscalated(Event):
    """A question that a person must answer. `document_id` is the question's own id."""

    type: ClassVar[str] = "winnow.questions.escalated.v1"

    question: str = Field(description="As it was asked.")
    standalone: str = Field(description="Rewritten so that it can be read alone.")
    history: tuple[Turn, ...] = ()
    asker: str
    reasons: tuple[str, ...] = Field(description="In plain words, worst first.")
    sources: tuple[Source, ...] = Field(default=(), description="What was found, best first.")
    draft: Answer | None = Field(default=None, description="What would have been answered.")
    due_at: Instant


class QuestionDecided(Event):
    """A person answered an escalated question. `document_id` is the question's own id."""

    type: ClassVar[str] = "winnow.questions.decided.v1"

    requested: str = Field(description="Event id of the QuestionEscalated that this answers.")
    reviewer: str
    outcome: Literal["answered", "not_in_documents", "declined"]
    text: str = Field(default="", description="The answer, in the reviewer's words.")
    citations: tuple[Citation, ...] = ()
    note: str = ""
    revision: int = Field(ge=1)
