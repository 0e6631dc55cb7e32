"""Answerer that says what it is told to, from one passage."""

import asyncio
from uuid import UUID, uuid5

from winnow.answering.port import Answered, Asked, Told, untold
from winnow.contracts.base import NAMESPACE
from winnow.contracts.questions import Answer, AnswerSentence, Citation, Outcome, Source
from winnow.contracts.usage import Usage
from winnow.errors import WinnowError

DOCUMENT = uuid5(NAMESPACE, "document/of/the/scripted/answerer")
TEXT = "Notice is given in writing. It must be given thirty days before the end of a month."
QUOTE = "thirty days before the end of a month"


class ScriptedAnswerer:
    """Answers with `outcome`; keeps what it was asked in `asked`.

    `standalone` takes the place of the question; while `gate` is cleared, answers wait for it, and
    `reached` tells that one does.
    """

    def __init__(self, document: UUID = DOCUMENT) -> None:
        self.asked: list[Asked] = []
        self.outcome: Outcome = "answered"
        self.confidence = 0.95
        self.standalone: str | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()
        self.document = document
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise; None mends it."""
        self._failure = error

    async def answer(self, asked: Asked, told: Told = untold) -> Answered:
        self.asked.append(asked)
        self.reached.set()
        await self.gate.wait()
        if self._failure is not None:
            raise self._failure
        standalone = self.standalone or asked.question
        source = self.source()
        await told("standalone", standalone)
        await told("sources", (source,))
        said = self.sentence() if self.outcome in ("answered", "escalated") else None
        if said is not None:
            await told("sentence", said)
        answer = Answer(
            outcome=self.outcome,
            sentences=(said,) if said else (),
            confidence=self.confidence,
            reasons=("it is not sure enough",) if self.outcome == "escalated" else (),
            answered_by="model:scripted",
            usage=(Usage(model="scripted", stage="ask", input_tokens=100, output_tokens=20),),
        )
        return Answered(answer, standalone, (source,))

    def source(self) -> Source:
        """The passage that is found for every question."""
        return Source(
            document_id=self.document,
            file_name="contract.pdf",
            chunk="c1",
            page=2,
            text=TEXT,
            score=0.9,
        )

    def sentence(self) -> AnswerSentence:
        """What is said, with where it stands."""
        start = TEXT.index(QUOTE)
        place = Citation(
            document_id=self.document,
            file_name="contract.pdf",
            chunk="c1",
            page=2,
            start=start,
            end=start + len(QUOTE),
            quote=QUOTE,
        )
        text = "Notice must be given thirty days before the end of a month."
        return AnswerSentence(text=text, citations=(place,), support=0.97)
