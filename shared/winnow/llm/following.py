"""Which model answers a document: looked up each time, so that a promotion needs no restart."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from winnow.contracts.tuning import ModelRef, Serving, Task
from winnow.errors import MisconfiguredError, RejectedError, UnreachableError
from winnow.llm.adapter_files import AdapterFiles
from winnow.llm.pointers import Pointers, is_canary
from winnow.llm.port import LanguageModel
from winnow.llm.unshown import as_shown
from winnow.observability.logs import get_logger

log = get_logger(__name__)
ANY: Final = "*"  # the recipe of tasks that are done before a document has one
AGAIN: Final = 5.0  # seconds until a model that could not be opened is tried again


@runtime_checkable
class Wearing(Protocol):
    """A model in this process that can wear adapters; `adapter` is what it wears for good."""

    adapter: object | None

    async def wearing(self, folder: Path, name: str) -> LanguageModel:
        """The model under an adapter; MisconfiguredError if it does not fit."""
        ...


@runtime_checkable
class Renamed(Protocol):
    """A model of a server that may serve others beside it, such as adapters, by their names."""

    async def named(self, name: str) -> LanguageModel:
        """Another model of the server; MisconfiguredError if it serves none of this name."""
        ...


class Follow(Protocol):
    """Tells who stands in for the model that the settings name."""

    async def of(
        self, model: LanguageModel, recipe: str | None, task: Task, document: str | None = None
    ) -> LanguageModel:
        """Who answers; without a document, or where there is no canary, the champion."""
        ...


class Default(Protocol):
    """Who answers where nobody was named."""

    def __call__(self, model: LanguageModel, recipe: str, task: Task) -> LanguageModel: ...


class Following:
    """Follow: the champion of a recipe and task, or for its share of documents the challenger.

    A model that cannot be fetched or opened leaves the one before it answering, and is tried again
    later. A local model that wears an adapter for good, and a model that is neither local nor of an
    OpenAI-compatible server, stands for itself.
    """

    def __init__(
        self,
        pointers: Pointers,
        files: AdapterFiles,
        default: Default,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pointers = pointers
        self._files = files
        self._default = default
        self._seconds = seconds
        self._opened: dict[tuple[str, str], LanguageModel] = {}
        self._failed: dict[tuple[str, str], tuple[float, str]] = {}
        self._last: dict[tuple[str, str, Task], LanguageModel] = {}
        self._turns: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(
        self, model: LanguageModel, recipe: str | None, task: Task, document: str | None = None
    ) -> LanguageModel:
        """Who answers; UnreachableError where that cannot be known, or fetched, for the first time.

        A recipe that is None is one that nobody knows yet: the pointer of `ANY` is taken then.
        """
        if not _follows(model):
            return model
        recipe = recipe or ANY
        serving = await self._pointers.now(recipe, task)
        if challenger := await self._challenger(model, serving, document):
            return challenger
        key = model.name, recipe, task
        default = self._default(model, recipe, task)
        if serving is None or serving.champion is None:
            self._last[key] = default
            return default
        if champion := await self._open(model, serving.champion, serving, key in self._last):
            self._last[key] = champion
        return self._last.get(key, default)

    async def _challenger(
        self, model: LanguageModel, serving: Serving | None, document: str | None
    ) -> LanguageModel | None:
        if serving is None or serving.challenger is None or document is None:
            return None
        if not is_canary(serving, document):
            return None
        return await self._open(model, serving.challenger, serving)

    async def _open(
        self, model: LanguageModel, ref: ModelRef, about: Serving, has_another: bool = True
    ) -> LanguageModel | None:
        """The model of the reference; None, the reason being logged, if it cannot be opened."""
        if ref.adapter is None and ref.model == model.name:
            return model  # itself, asked as the settings have it
        key = model.name, ref.model_dump_json()
        async with self._turns[key]:
            until, why = self._failed.get(key, (0.0, ""))
            if until > self._seconds():
                return None
            try:
                return await self._opened_as(model, ref, key)
            except (MisconfiguredError, RejectedError) as error:
                why = str(error)
            except UnreachableError as error:
                if not has_another:
                    raise
                why = str(error)
            self._failed[key] = (self._seconds() + AGAIN, why)
        log.error(
            "a model cannot be opened, and the one before it answers",
            recipe=about.recipe, task=about.task, model=ref.model, why=why,
        )  # fmt: skip
        return None

    async def _opened_as(
        self, model: LanguageModel, ref: ModelRef, key: tuple[str, str]
    ) -> LanguageModel:
        if isinstance(model, Renamed):
            if key not in self._opened:
                self._opened[key] = as_shown(await model.named(ref.model), ref.shown)
            return self._opened[key]
        if ref.adapter is None or not isinstance(model, Wearing):
            raise MisconfiguredError(f"{ref.model} is not served by {model.name}")
        folder = await self._files.fetch(ref.adapter)  # at once, unless somebody emptied the cache
        if key not in self._opened:
            self._opened[key] = as_shown(await model.wearing(folder, ref.model), ref.shown)
        return self._opened[key]


def _follows(model: LanguageModel) -> bool:
    return isinstance(model, Renamed) or (isinstance(model, Wearing) and model.adapter is None)
