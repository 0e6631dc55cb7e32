"""The local model by transformers, peft and llguidance: no server, no key, no cost."""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from pydantic import ValidationError

from winnow.contracts.usage import Usage
from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError
from winnow.llm.forms import problems_of
from winnow.llm.port import Filled, Form, Prompt
from winnow.llm.price import Tokens, usage_of
from winnow.llm.probabilities import leaf_probabilities
from winnow.llm.unfilled import UnfilledError
from winnow.llm.weights import load_weights, model_name, source_file

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Any
    context: int
    grammars: Any
    decoder: Any


class LocalModel:
    """LanguageModel in this process: SmolLM2-135M-Instruct, bare or under a peft adapter.

    All work is done on one thread of its own, so one form is written at a time, and a fill that is
    cancelled stops between two tokens. The weights are loaded by the first fill, or by `ready`.
    """

    def __init__(self, adapter: Path | None = None, *, window: int = 5_000) -> None:
        self.name = model_name(adapter)
        self.window = window
        self._adapter = adapter
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="local-model")
        self._loaded: _Loaded | None = None

    async def fill(
        self, form: type[Form], prompt: Prompt, *, stage: str, max_tokens: int = 2048
    ) -> Filled[Form]:
        """Fill the form; raise MisconfiguredError if the form cannot be made a grammar."""

        def work(stop: Event) -> Filled[Form]:
            return self._fill(form, prompt, stage, max_tokens, stop)

        return await self._run(work)

    async def ready(self) -> None:
        """Load the weights if they are not yet; raise UnreachableError if there are none."""
        if self._loaded is not None:
            return
        try:
            source_file()
            await self._run(lambda _: self._load())
        except (MisconfiguredError, ImportError, OSError) as error:
            raise UnreachableError(self.name, str(error)) from error

    async def _run(self, work: Callable[[Event], Result]) -> Result:
        """Run on the model's thread; when cancelled, tell the thread to stop and go."""
        stop = Event()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work, stop)
        except asyncio.CancelledError:
            stop.set()
            raise

    def _load(self) -> _Loaded:
        if self._loaded is None:
            from winnow.llm.decode import Decoder
            from winnow.llm.grammar import Grammars

            weights = load_weights(self._adapter)
            self._loaded = _Loaded(
                weights.tokenizer,
                weights.context,
                Grammars(weights.tokenizer),
                Decoder(weights.model),
            )
        return self._loaded

    def _fill(
        self, form: type[Form], prompt: Prompt, stage: str, max_tokens: int, stop: Event
    ) -> Filled[Form]:
        loaded = self._load()
        started = time.perf_counter()
        writing = loaded.grammars.start(form)
        prefix, rest = encode(loaded.tokenizer, prompt)
        room = loaded.context - len(prefix) - len(rest)
        if room <= 0:
            length = len(prefix) + len(rest)
            raise UnfillableError(
                "refused", f"prompt of {length} tokens exceeds the model's {loaded.context}"
            )
        written = loaded.decoder.write(
            prefix, rest, writing, min(max_tokens, room), stop, prompt.sampling
        )
        usage = self._usage(written, len(prefix), len(rest), stage, started)
        if not written.finished:
            raise UnfilledError("cut_off", f"after {len(written.pieces)} tokens", usage)
        try:
            answer = form.model_validate_json(written.raw)
        except ValidationError as error:
            raise UnfilledError("invalid", problems_of(error), usage) from error
        return Filled(answer, usage, leaf_probabilities(written.pieces))

    def _usage(self, written: Any, prefix: int, rest: int, stage: str, started: float) -> Usage:
        known = written.prefix_known
        tokens = Tokens(
            input=rest + (0 if known else prefix),
            output=written.sampled + written.forced,
            cache_read=prefix if known else 0,
        )
        seconds = time.perf_counter() - started
        return usage_of(tokens, model=self.name, stage=stage, seconds=seconds, cost=(0.0, "local"))


def encode(tokenizer: Any, prompt: Prompt) -> tuple[list[int], list[int]]:
    """Return the tokens that all documents of a prompt share, and those of this one.

    Marks of the chat format inside texts are spelt out as plain characters, so that a document
    cannot end its own turn and speak for somebody else.
    """

    def plain(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
        return ids

    def turn(role: str) -> list[int]:
        return [opens, *plain(f"{role}\n")]

    opens, closes = tokenizer.convert_tokens_to_ids(["<|im_start|>", "<|im_end|>"])
    ends = [closes, *plain("\n")]
    prefix = [*turn("system"), *plain(prompt.task), *ends]
    for example in prompt.examples:
        prefix += [*turn("user"), *plain(example.text), *ends]
        prefix += [*turn("assistant"), *plain(_respell(example.answer)), *ends]
    prefix += turn("user")
    return prefix, [*plain(prompt.text), *ends, *turn("assistant")]


def _respell(answer: str) -> str:
    """Write an example's JSON with the separators that the grammar will write."""
    from winnow.llm.grammar import SEPARATORS

    return json.dumps(json.loads(answer), ensure_ascii=False, separators=SEPARATORS)
