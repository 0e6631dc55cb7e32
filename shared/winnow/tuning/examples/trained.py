"""The registry as far as erasure needs it."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from winnow.config import Settings
from winnow.tuning.examples.port import TrainedModels

REGISTRY = "winnow.registry"


class RegisteredModels:
    """TrainedModels on the registry of `winnow.registry`."""

    def __init__(self, models: Any) -> None:
        self._models = models

    async def mark_erased(self, sha256: str) -> list[str]:
        erasing = import_module(f"{REGISTRY}.erasing")
        marked = await erasing.mark_erased(self._models, sha256)
        return [version.ref.model for version in marked]


def trained_models(settings: Settings) -> TrainedModels | None:
    """The registered models; None where no registry is installed, and so none was registered."""
    if find_spec(REGISTRY) is None:
        return None
    return RegisteredModels(import_module(f"{REGISTRY}.open").open_models(settings))
