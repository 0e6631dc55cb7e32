"""A LanguageModel that fills forms from a script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError, WinnowError
from winnow.llm.forms import problems_of
from winnow.llm.port import Filled, Form, Prompt

Fields = Mapping[str, Any]
Fill = Fields | Callable[[Prompt], Fields]


@dataclass(frozen=True, slots=True)
class Call:
    """What the model was asked."""

    form: type[BaseModel]
    prompt: Prompt
    stage: str
    max_tokens: int


class FakeModel:
    """Fills each form, by its class name, with fields or what a function makes of the prompt.

    Fields that do not fit the form raise UnfillableError `invalid`, as from a real model.
    `calls` holds all that was asked, `probabilities` is handed out with every fill.
    """

    def __init__(
        self,
        fills: Mapping[str, Fill] | None = None,
        *,
        name: str = "fake",
        window: int = 5_000,
        probabilities: Mapping[str, float] | None = None,
    ) -> None:
        self.name = name
        self.window = window
        self.fills: dict[str, Fill] = dict(fills or {})
        self.probabilities = dict(probabilities or {})
        self.calls: list[Call] = []
        self._errors: list[WinnowError] = []
        self._broken: WinnowError | None = None

    def fail_with(self, error: WinnowError | None, times: int | None = None) -> None:
        """Raise the error from now on, or for some calls only; None heals the model."""
        if times is None:
            self._broken, self._errors = error, []
        elif error is not None:
            self._errors = [error] * times

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        self.calls.append(Call(form, prompt, stage, max_tokens))
        self._raise_due(self._errors.pop() if self._errors else self._broken)
        fill = self.fills[form.__name__]
        fields = fill(prompt) if callable(fill) else fill
        try:
            answer = form.model_validate(fields)
        except ValidationError as error:
            raise UnfillableError("invalid", problems_of(error)) from error
        usage = Usage(
            model=self.name,
            stage=stage,
            input_tokens=len(prompt.task + prompt.text) // 4,
            output_tokens=len(answer.model_dump_json()) // 4,
            cost_usd=0.0,
            prices="fake",
        )
        return Filled(answer, usage, dict(self.probabilities))

    async def ready(self) -> None:
        self._raise_due(self._broken)

    def _raise_due(self, error: WinnowError | None) -> None:
        if error is not None:
            raise error
