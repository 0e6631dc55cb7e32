"""A LanguageModel behind a server that wants money, refuses as it is told, and takes its time."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from winnow.contracts.usage import Usage
from winnow.errors import WinnowError
from winnow.llm.calls import Purpose, Question
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.tokens import Tokens


class Said(BaseModel):
    """What is asked of it."""

    word: str


class ServedModel:
    """Says "yes" for its `tokens`, at `usd` a token (None: nobody knows its price).

    The next calls meet what is in `errors` (None: an answer), in order; each call first waits for
    `takes`. `asked` counts calls, `at_once` is how many were ever under way together.
    """

    def __init__(self, name: str = "m", *, usd: float | None = 0.0, server: str = "s") -> None:
        self.name = name
        self.window = 10_000
        self.server = server
        self.usd = usd
        self.tokens = Tokens(input=100, output=10)
        self.errors: deque[WinnowError | None] = deque()
        self.takes: Callable[[], Awaitable[Any]] | None = None
        self.asked = 0
        self.at_once = 0
        self._under_way = 0

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        if self.usd is None:
            return None, None
        every = tokens.input + tokens.output + tokens.cache_read + tokens.cache_write
        return every * self.usd, "fake"

    async def fill(
        self,
        form: type[Form],
        prompt: Prompt,  # noqa: ARG002  (the port's)
        *,
        stage: str,
        max_tokens: int = 2048,  # noqa: ARG002  (the port's)
    ) -> Filled[Form]:
        self.asked += 1
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        try:
            if self.takes is not None:
                await self.takes()
        finally:
            self._under_way -= 1
        error = self.errors.popleft() if self.errors else None
        if error is not None:
            raise error
        return Filled(form.model_validate({"word": "yes"}), self.usage(stage))

    async def ready(self) -> None:
        """It always is."""

    def usage(self, stage: str = "extract") -> Usage:
        """What a call is charged."""
        usd, prices = self.price_of(self.tokens)
        return Usage(
            model=self.name,
            stage=stage,
            input_tokens=self.tokens.input,
            output_tokens=self.tokens.output,
            cost_usd=usd,
            prices=prices,
        )


def question(
    model: ServedModel,
    key: str = "1",
    *,
    tenant: str = "acme",
    recipe: str | None = "receipt@3",
    deadline: datetime | None = None,
    max_tokens: int = 100,
    text: str = "",
) -> Question[Said]:
    """A question to the model; other keys make other questions."""
    purpose = Purpose(key, "extract", tenant=tenant, recipe=recipe, cache=False, deadline=deadline)
    return Question(model, purpose, Said, Prompt("Say yes.", text or key), max_tokens)
