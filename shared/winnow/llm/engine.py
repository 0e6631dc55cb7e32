"""One copy of the local base, the adapters over it, and the one thread that does all the work."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from winnow.errors import UnfillableError
from winnow.llm.adapters import Adapter, check_base, check_shapes
from winnow.llm.encoding import encode
from winnow.llm.forms import Schema
from winnow.llm.port import Prompt
from winnow.llm.tokens import Tokens

if TYPE_CHECKING:
    from winnow.llm.decode import Written
    from winnow.llm.worn import Worn

Result = TypeVar("Result")


class Loaded(Protocol):
    """A model ready to run, its tokenizer, how many tokens it can look at, and what it is."""

    @property
    def model(self) -> Any: ...
    @property
    def tokenizer(self) -> Any: ...
    @property
    def context(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Base:
    """Which base: how it is loaded, its name and its hash."""

    name: str
    load: Callable[[], Loaded]
    hash: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written, and how many tokens of the prompt documents share, and are this one's."""

    written: "Written"
    prefix: int
    rest: int
    seconds: float  # without waiting for its turn

    @property
    def tokens(self) -> Tokens:
        """As they are counted: a beginning that was read before is read from the cache."""
        known = self.written.prefix_known
        return Tokens(
            input=self.rest + (0 if known else self.prefix),
            output=self.written.sampled + self.written.forced,
            cache_read=self.prefix if known else 0,
        )


@dataclass(frozen=True, slots=True)
class _Ready:
    tokenizer: Any
    context: int
    grammars: Any
    worn: "Worn"


class Engine:
    """Answers one question at a time; one that is cancelled stops between two tokens.

    The weights are loaded by the first question, or by `ready`. Adapters are checked on another
    thread, so that only putting an adapter's matrices beside the layers stops the answers.
    """

    def __init__(self, base: Base, most_adapters: int | None = None) -> None:
        self.base = base
        self._most = most_adapters
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="local-model")
        self._ready: _Ready | None = None

    async def ready(self) -> None:
        """Load the weights if they are not yet; raises what loading raises."""
        if self._ready is None:
            await self._run(lambda _: self._load())

    async def load(self, adapter: Adapter) -> None:
        """Bring an adapter into memory; MisconfiguredError, before anything changes, if it is for

        another base, broken or of a wrong shape.
        """
        await self.ready()
        await asyncio.to_thread(self._check, adapter)
        await self._run(lambda _: self._load().worn.load(adapter))

    async def answer(
        self, adapter: Adapter | None, schema: Schema, title: str, prompt: Prompt, max_tokens: int
    ) -> Answer:
        """Write the form of the strict schema; `title` is what an error calls it.

        Raises MisconfiguredError if the schema cannot be made a grammar, and UnfillableError
        `refused` where the prompt is longer than the model's context.
        """

        def work(stop: Event) -> Answer:
            return self._answer(adapter, schema, title, prompt, max_tokens, stop)

        return await self._run(work)

    async def _run(self, work: Callable[[Event], Result]) -> Result:
        """Run on the model's thread; when cancelled, tell the thread to stop and go."""
        stop = Event()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work, stop)
        except asyncio.CancelledError:
            stop.set()
            raise

    def _check(self, adapter: Adapter) -> None:
        check_base(adapter, self.base.name, self.base.hash())
        check_shapes(adapter, self._load().worn.model)

    def _load(self) -> _Ready:
        if self._ready is None:
            from winnow.llm.grammar import Grammars
            from winnow.llm.worn import MOST, Worn

            base = self.base.load()
            worn = Worn(base.model, self._most or MOST)
            self._ready = _Ready(base.tokenizer, base.context, Grammars(base.tokenizer), worn)
        return self._ready

    def _answer(
        self,
        adapter: Adapter | None,
        schema: Schema,
        title: str,
        prompt: Prompt,
        max_tokens: int,
        stop: Event,
    ) -> Answer:
        ready, started = self._load(), time.perf_counter()
        if adapter is not None and adapter.key not in ready.worn.loaded():
            check_base(adapter, self.base.name, self.base.hash())
        writing = ready.grammars.start_schema(schema, title)
        prefix, rest = encode(ready.tokenizer, prompt)
        length = len(prefix) + len(rest)
        if length >= ready.context:
            raise UnfillableError(
                "refused", f"prompt of {length} tokens exceeds the model's {ready.context}"
            )
        decoder = ready.worn.put_on(adapter)
        room = min(max_tokens, ready.context - length)
        written = decoder.write(prefix, rest, writing, room, stop, prompt.sampling)
        return Answer(written, len(prefix), len(rest), time.perf_counter() - started)
