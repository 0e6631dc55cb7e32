"""A model of which the right answers are known: it notes what it is asked, and says the truth."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.llm.calls import Question
from winnow.llm.forms import problems_of, strict_schema
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.unfilled import UnfilledError

TOKEN: Final = 3.0  # characters of JSON; the count by which extract sizes its windows
NOBODY: Final = "truth"  # asked instead of a model, for nothing


class UnusableError(Exception):
    """Why a document makes no example; `reason` is a short name, `detail` says what is wrong."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to the model, the JSON schema of its form, and the right answer."""

    prompt: Prompt
    form: dict[str, Any]
    answer: str


class Truth(Protocol):
    """Knows what is right about one document."""

    def answer(self, question: Question[Any]) -> dict[str, Any]:
        """The right answer in the question's form.

        Raises UnusableError where the truth about this question is not known.
        """
        ...

    def teaches(self, answer: dict[str, Any]) -> bool:
        """Whether it is an answer to learn."""
        ...

    def given(self, question: Question[Any]) -> None:
        """The answer was taken: it fits the form and the room that the service leaves for it."""
        ...


class Answering:
    """Calls for one document. Questions of another `stage`, such as second readings, are answered

    and not noted. An answer longer than the service gives room for is cut off, as a model's would
    be, so that the service asks again in parts.
    """

    def __init__(self, truth: Truth, stage: str) -> None:
        self.asked: list[Asked] = []
        self._truth = truth
        self._stage = stage

    async def fill(self, question: Question[Form]) -> Filled[Form]:
        """The truth in the question's form. Raises UnusableError, and UnfilledError if cut off."""
        known = self._truth.answer(question)
        filled = _form(question.form, known)
        answer = filled.form.model_dump_json()
        if filled.usage.output_tokens > question.max_tokens:
            raise UnfilledError("cut_off", f"{len(answer)} characters", filled.usage)
        self._truth.given(question)
        if question.purpose.stage == self._stage and self._truth.teaches(known):
            form = strict_schema(question.form)
            self.asked.append(Asked(question.prompt, form, answer))
        return filled


def _form(form: type[Form], answer: dict[str, Any]) -> Filled[Form]:
    try:
        filled = form.model_validate(answer)
    except ValidationError as error:
        raise UnusableError("misfit", problems_of(error)) from error
    tokens = round(len(filled.model_dump_json()) / TOKEN)
    return Filled(filled, Usage(model=NOBODY, stage=NOBODY, output_tokens=tokens, cost_usd=0.0))
