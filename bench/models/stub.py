"""A model that answers after a while, and questions to it."""

import asyncio

from pydantic import BaseModel

from winnow.contracts.usage import Usage
from winnow.llm.calls import Purpose, Question
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import price
from winnow.llm.tokens import Tokens

NAME = "claude-haiku-4-5"
TEXT = "Item of the goods, as ordered\n" * 60
TOKENS = Tokens(input=600, output=30)


class Bill(BaseModel):
    """What is asked for."""

    total: float


class Stub:
    """LanguageModel that answers `Bill` after so many seconds, as Claude would charge for it."""

    window = 100_000

    def __init__(self, seconds: float) -> None:
        self.name = NAME
        self.server = "stub"
        self._seconds = seconds

    async def fill(
        self,
        form: type[Form],
        prompt: Prompt,
        *,
        stage: str,
        max_tokens: int = 2048,  # noqa: ARG002
    ) -> Filled[Form]:
        """Fill it with the length of the text."""
        if self._seconds:
            await asyncio.sleep(self._seconds)
        usage = Usage(
            model=self.name,
            stage=stage,
            input_tokens=TOKENS.input,
            output_tokens=TOKENS.output,
            cost_usd=0.00075,
            prices="stub",
        )
        return Filled(form.model_validate({"total": len(prompt.text)}), usage)

    async def ready(self) -> None:
        """It is."""

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        """Claude's list price."""
        return price(tokens, self.name, provider="anthropic")


def question(model: Stub, number: int) -> Question[Bill]:
    """One that nobody asked before."""
    purpose = Purpose(f"event-{number}", "extract", document_id=f"d{number}", recipe="slip@1")
    return Question(model, purpose, Bill, Prompt("Read the bill.", f"{TEXT}TOTAL {number}"))
