"""A tuned model tried on both paths that serve: in a process, and through a server."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.llm.engine import Base, Engine
from winnow.llm.local import LocalModel
from winnow.llm.open import open_model
from winnow.llm.openai_compatible import OpenAICompatible
from winnow.llm.port import LanguageModel
from winnow.llm.serving.apart import WHAT, served_apart
from winnow.llm.weights import BASE_NAME, base_hash, load_weights
from winnow.observability.logs import get_logger
from winnow.registry.evidence import Parity
from winnow.tuning.parity import answers, compared
from winnow.tuning.progress import Counted, Told

log = get_logger(__name__)
STEP: Final = "serving paths"
WAYS: Final = 3  # the measured one, a base of its own, a server


async def tried(
    test: Sequence[TrainingExample],
    adapter: Path,
    name: str,
    settings: Settings,
    told: Told,
    seed: int = 0,
) -> tuple[Parity, ...]:
    """Whether a base as a service opens it, and a server, answer as the measured model does.

    `name` is the full name of the model, under which a server has it. Asked are `parity_documents`
    of the test examples, drawn by the seed. A server that cannot be had is a Parity of nothing with
    the reason, for the gate to tell: a training is not lost by it.
    """
    drawn = random.Random(seed).sample(list(test), min(settings.parity_documents, len(test)))  # noqa: S311  (no secret)
    counted = Counted(STEP, WAYS * len(drawn), told)
    measured = await answers(drawn, LocalModel(adapter), counted.add)
    own = LocalModel(adapter, engine=Engine(Base(BASE_NAME, load_weights, base_hash)))
    local = compared("local", drawn, measured, await answers(drawn, own, counted.add))
    try:
        async with _server(adapter, name, settings) as (server, served):
            through = await answers(drawn, served, counted.add)
    except (MisconfiguredError, UnreachableError) as error:
        log.warning("no server to try", why=str(error))
        return local, Parity(path="openai", documents=0, same=0, why=str(error))
    return local, compared("openai", drawn, measured, through, server)


@asynccontextmanager
async def _server(
    adapter: Path, name: str, settings: Settings
) -> AsyncIterator[tuple[str, LanguageModel]]:
    """The server of the settings if it lists the model; else our own, started for this."""
    if named := await _named(name, settings):
        yield named.server, named
        return
    async with served_apart(adapter, name, settings) as model:
        yield WHAT, model


async def _named(name: str, settings: Settings) -> OpenAICompatible | None:
    if not settings.openai_base_url:
        return None
    asked = {"model": "openai", "openai_model": name}
    model = open_model(settings.model_copy(update=asked))
    assert isinstance(model, OpenAICompatible)
    try:
        return await model.named(name)
    except (MisconfiguredError, UnreachableError) as error:
        log.warning("the server is tried another time, winnow models serve now", why=str(error))
        return None
