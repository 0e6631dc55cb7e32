"""The local model by transformers, peft and llguidance: no server, no key, no cost."""

import asyncio
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.llm.adapters import Adapter, open_adapter
from winnow.llm.engine import Answer, Base, Engine
from winnow.llm.forms import Schema, problems_of, strict_schema
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import usage_of
from winnow.llm.probabilities import leaf_probabilities
from winnow.llm.unfilled import UnfilledError
from winnow.llm.weights import BASE_NAME, base_hash, load_weights, model_name


@cache
def shared_engine() -> Engine:
    """The one copy of the base in this process."""
    return Engine(Base(BASE_NAME, load_weights, base_hash))


class LocalModel:
    """LanguageModel in this process: SmolLM2-135M-Instruct, bare or under a peft adapter.

    All of an engine share its weights and its thread, so one form is written at a time. The weights
    are loaded by the first fill, or by `ready`; an adapter too.
    """

    only_quotes = True  # see winnow.llm.skill

    def __init__(
        self,
        adapter: Path | None = None,
        *,
        window: int = 5_000,
        engine: Engine | None = None,
        name: str | None = None,
    ) -> None:
        self.name = name or model_name(adapter)
        self.window = window
        self.adapter: Adapter | None = open_adapter(adapter) if adapter else None
        self.only_quotes = adapter is None  # a tuned one says what it was taught
        self.engine = engine or shared_engine()

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; raise MisconfiguredError if the form cannot be made a grammar."""
        answer = await self.write(strict_schema(form), form.__name__, prompt, max_tokens)
        usage, written = self._usage(answer, stage), answer.written
        if not written.finished:
            raise UnfilledError("cut_off", f"after {len(written.pieces)} tokens", usage)
        try:
            filled = form.model_validate_json(written.raw)
        except ValidationError as error:
            raise UnfilledError("invalid", problems_of(error), usage) from error
        return Filled(filled, usage, leaf_probabilities(written.pieces))

    async def write(self, schema: Schema, title: str, prompt: Prompt, max_tokens: int) -> Answer:
        """The form of a strict schema as it was written; errors are those of `Engine.answer`."""
        return await self.engine.answer(self.adapter, schema, title, prompt, max_tokens)

    async def ready(self) -> None:
        """Load the weights if they are not yet; raise UnreachableError if there are none."""
        try:
            await self.engine.ready()
            if self.adapter is not None:
                await self.engine.load(self.adapter)
        except (MisconfiguredError, ImportError, OSError) as error:
            raise UnreachableError(self.name, str(error)) from error

    async def wearing(self, folder: Path, name: str) -> "LocalModel":
        """The same base under an adapter, which is loaded now; MisconfiguredError if it cannot be.

        `name` is what it is known by, with the digest of its weights at the end.
        """
        said = name.rpartition("@")[2]
        found = (await asyncio.to_thread(model_name, folder)).rpartition("@")[2]
        if not name.startswith(f"{self.engine.base.name}+"):
            raise MisconfiguredError(f"{name} is no adapter of {self.engine.base.name}")
        if found[: len(said)] != said[: len(found)]:
            raise MisconfiguredError(f"{folder} holds the weights @{found}, not those of {name}")
        model = LocalModel(folder, window=self.window, engine=self.engine, name=name)
        assert model.adapter is not None
        await self.engine.load(model.adapter)
        return model

    def _usage(self, answer: Answer, stage: str) -> Usage:
        seconds, cost = answer.seconds, (0.0, "local")
        return usage_of(answer.tokens, model=self.name, stage=stage, seconds=seconds, cost=cost)
