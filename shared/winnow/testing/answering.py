"""An Answerer that says what it was told to."""

from collections.abc import Callable

from winnow.answering.port import Answered, Asked, Told, untold
from winnow.contracts.questions import Answer, Source
from winnow.errors import WinnowError


class FakeAnswerer:
    """Gives one answer to every question, or what a function makes of it; tells every step.

    `asked` holds what it was asked.
    """

    def __init__(
        self,
        answer: Answer | Callable[[Asked], Answer] | None = None,
        sources: tuple[Source, ...] = (),
        standalone: str | None = None,
    ) -> None:
        self.made = answer or Answer(outcome="not_in_documents")
        self.sources = sources
        self.standalone = standalone
        self.asked: list[Asked] = []
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise."""
        self._failure = error

    async def answer(self, asked: Asked, told: Told = untold) -> Answered:
        self.asked.append(asked)
        if self._failure is not None:
            raise self._failure
        question = self.standalone or asked.question
        await told("standalone", question)
        await told("sources", self.sources)
        answer = self.made(asked) if callable(self.made) else self.made
        for sentence in answer.sentences if answer.outcome == "answered" else ():
            await told("sentence", sentence)
        return Answered(answer, question, self.sources)
