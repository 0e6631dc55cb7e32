"""A tuned model is asked without the recipe's solved cases: it was trained without."""

from dataclasses import replace

from winnow.llm.port import Filled, Form, LanguageModel, Prompt
from winnow.llm.served import Served
from winnow.llm.skill import only_quotes
from winnow.llm.tokens import Tokens


class Unshown:
    """A LanguageModel that is shown no examples. Its name stays: that is how its card knows it."""

    def __init__(self, model: LanguageModel) -> None:
        self.name = model.name
        self.window = model.window
        self.only_quotes = only_quotes(model)
        self.model = model

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; errors as the port says."""
        bare = replace(prompt, examples=())
        return await self.model.fill(form, bare, stage=stage, max_tokens=max_tokens)

    async def ready(self) -> None:
        """Raise UnreachableError if the model cannot be asked."""
        await self.model.ready()


class UnshownServed(Unshown):
    """The same of a model behind a server, with its address and its prices."""

    def __init__(self, model: LanguageModel, served: Served) -> None:
        super().__init__(model)
        self.server = served.server
        self._served = served

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        """What the model itself costs."""
        return self._served.price_of(tokens)


def as_shown(model: LanguageModel, shown: int) -> LanguageModel:
    """The model as its reference says it is asked: `shown` 0 without examples, else with them."""
    if shown > 0:
        return model
    return UnshownServed(model, model) if isinstance(model, Served) else Unshown(model)
