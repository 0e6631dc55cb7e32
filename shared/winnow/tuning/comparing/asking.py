"""Contenders: one model, asked in different ways."""

from dataclasses import replace
from typing import Protocol

from winnow.contracts.usage import Usage
from winnow.llm.port import Filled, Form, LanguageModel, Prompt, Sampling
from winnow.llm.unfilled import UnfilledError


class Contender(LanguageModel, Protocol):
    """A way to answer. Answers are kept by `name`, so that it differs from way to way.

    `role` is what the table calls it: base, few-shot, retrieved, tuned, champion, api, classifier.
    `reader` is the full name of the model behind it.
    """

    role: str
    reader: str


class Asked:
    """A model that is shown what `shown` makes of each prompt; its calls are counted as `name`."""

    def __init__(self, model: LanguageModel, role: str, way: str) -> None:
        self.role = role
        self.reader = model.name
        self.name = f"{model.name}~{way}"
        self.window = model.window
        self._model = model

    async def shown(self, prompt: Prompt) -> Prompt:
        """What the model is shown in place of the service's prompt."""
        raise NotImplementedError

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; errors are those of the model."""
        shown = await self.shown(prompt)
        try:
            filled = await self._model.fill(form, shown, stage=stage, max_tokens=max_tokens)
        except UnfilledError as error:
            raise UnfilledError(error.why, error.detail, self._mine(error.usage)) from error
        return replace(filled, usage=self._mine(filled.usage))

    async def ready(self) -> None:
        """Raise UnreachableError if the model cannot be asked."""
        await self._model.ready()

    def _mine(self, usage: Usage) -> Usage:
        return usage.model_copy(update={"model": self.name})


class ZeroShot(Asked):
    """The task and the document, no solved cases. So are tuned models served."""

    def __init__(self, model: LanguageModel, role: str = "base") -> None:
        super().__init__(model, role, "zero-shot")

    async def shown(self, prompt: Prompt) -> Prompt:
        """The prompt without its examples."""
        return replace(prompt, examples=())


class FewShot(Asked):
    """The recipe's own examples, as an untuned model is served."""

    def __init__(self, model: LanguageModel, role: str = "few-shot") -> None:
        super().__init__(model, role, "few-shot")

    async def shown(self, prompt: Prompt) -> Prompt:
        """The prompt as the service made it."""
        return prompt


class Drawing(Asked):
    """Another contender whose answers are drawn at a temperature instead of the likeliest."""

    def __init__(self, contender: Contender, sampling: Sampling) -> None:
        super().__init__(contender, contender.role, f"t{sampling.temperature:g}s{sampling.seed}")
        self.reader = contender.reader
        self._sampling = sampling

    async def shown(self, prompt: Prompt) -> Prompt:
        """The prompt, and how its answer is drawn."""
        return replace(prompt, sampling=self._sampling)
