"""A model gets a second chance: what does not fit is asked for once more, with what was wrong."""

from dataclasses import replace

from winnow.llm.calls import Calls, Question
from winnow.llm.port import Filled, Form
from winnow.llm.unfilled import UnfilledError, together
from winnow.prompts import words


class Repairing:
    """Calls whose invalid answers are repaired, at most once.

    A repair is a question of its own, kept, guarded and written down like every other: who dies
    between the two, or finds the model gone, pays for neither twice.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        """The filled form; its usage, like that of an UnfilledError, counts both answers."""
        try:
            return await self._calls.fill(question)
        except UnfilledError as error:
            if error.why != "invalid":
                raise
            first = error
        try:
            filled = await self._calls.fill(repair_of(question, first.detail))
        except UnfilledError as error:
            usage = together(error.usage, first.usage)
            raise UnfilledError(error.why, error.detail, usage) from error
        return replace(filled, usage=together(filled.usage, first.usage))


def repair_of(question: Question[Form], problem: str) -> Question[Form]:
    """The same question with what was wrong, after the document, where no cached prefix ends."""
    text = f"{question.prompt.text}\n\n{words('repair', problem=problem)}"
    purpose = replace(question.purpose, key=f"{question.purpose.key}/repair")
    return replace(question, purpose=purpose, prompt=replace(question.prompt, text=text))
