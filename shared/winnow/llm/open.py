"""Opens the language model that the settings ask for, or a rung of a ladder, and who follows."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from winnow.cache import cache_folder
from winnow.calibration.gates import fields_hash
from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.llm.adapter_files import AdapterFiles
from winnow.llm.choice import chosen
from winnow.llm.following import Following
from winnow.llm.pointers import Pointers, ServingSource
from winnow.llm.port import LanguageModel
from winnow.llm.shipped import ShippedOrBare
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore

WHICH: Final = {"local": "local_adapter", "openai": "openai_model", "claude": "claude_model"}


def open_model(settings: Settings) -> LanguageModel:
    """Return the model; services of one process that ask alike share it.

    `auto` is Claude where ANTHROPIC_API_KEY is set, else the OpenAI-compatible server where it has
    an address, else the local model. Raises MisconfiguredError if the choice lacks a setting.
    """
    match chosen(settings):
        case "claude":
            return _open_claude(
                settings.claude_model,
                os.environ.get("ANTHROPIC_API_KEY", ""),
                settings.model_timeout,
            )
        case "openai":
            return _open_openai(
                settings.openai_base_url,
                settings.openai_api_key.get_secret_value(),
                settings.openai_model,
                settings.model_timeout,
                settings.openai_window,
            )
        case _:
            return _open_local(settings.local_adapter)


def open_rung(name: str, settings: Settings) -> LanguageModel:
    """The model that a rung of a ladder names: local[:FOLDER], openai[:MODEL] or claude[:MODEL].

    What the name leaves out is as the settings have it. Raises MisconfiguredError if it cannot be.
    """
    kind, _, which = name.partition(":")
    if kind not in WHICH or (":" in name and not which):
        raise MisconfiguredError(
            f"there is no rung {name!r}: name layout, local, local:FOLDER, openai[:MODEL] or "
            "claude[:MODEL]"
        )
    told = {"model": kind} | ({WHICH[kind]: which} if which else {})
    try:
        return open_model(type(settings).model_validate({**settings.model_dump(), **told}))
    except MisconfiguredError as error:
        raise MisconfiguredError(f"the rung {name!r} cannot be opened: {error}") from error


def open_following(
    settings: Settings, source: ServingSource, blobs: BlobStore, recipes: Mapping[str, Recipe]
) -> Following:
    """Return what tells which model answers a document in place of the one that was opened."""
    fields = {name: fields_hash(recipe) for name, recipe in recipes.items()}
    files = AdapterFiles(blobs, cache_folder() / "adapters")
    default = ShippedOrBare(fields, use_shipped=settings.local_adapters == "shipped")
    return Following(Pointers(source), files, default)


@lru_cache
def _open_claude(name: str, key: str, timeout: float) -> LanguageModel:
    if not key:
        raise MisconfiguredError("WINNOW_MODEL=claude needs ANTHROPIC_API_KEY")
    from anthropic import AsyncAnthropic

    from winnow.llm.claude import Claude

    return Claude(AsyncAnthropic(api_key=key), name, timeout=timeout)


@lru_cache
def _open_openai(url: str, key: str, name: str, timeout: float, window: int) -> LanguageModel:
    if not url or not name:
        raise MisconfiguredError(
            "an OpenAI-compatible server needs WINNOW_OPENAI_BASE_URL and WINNOW_OPENAI_MODEL"
        )
    from openai import AsyncOpenAI

    from winnow.llm.openai_compatible import OpenAICompatible

    client = AsyncOpenAI(base_url=url, api_key=key or "none")  # the library insists on some key
    return OpenAICompatible(client, name, timeout=timeout, window=window)


@lru_cache
def _open_local(adapter: Path | None) -> LanguageModel:
    from winnow.llm.local import LocalModel

    return LocalModel(adapter)
