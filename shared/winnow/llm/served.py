"""What a model behind a server tells of it."""

from typing import Protocol, runtime_checkable

from winnow.llm.port import LanguageModel
from winnow.llm.tokens import Tokens


@runtime_checkable
class Served(Protocol):
    """A model that is asked over a network, and may want money for it."""

    server: str

    def price_of(self, tokens: Tokens) -> tuple[float | None, str | None]:
        """Dollars and the version of the price table; two nulls where no price is known."""
        ...


def server_of(model: LanguageModel) -> str:
    """Where a model is asked: what fails there fails for all models of the server."""
    return model.server if isinstance(model, Served) else model.name
