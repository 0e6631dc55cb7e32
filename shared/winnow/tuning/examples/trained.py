"""The registry as far as erasure needs it."""

from winnow.config import Settings
from winnow.registry.erasing import mark_erased
from winnow.registry.open import open_models
from winnow.registry.port import ModelRegistry
from winnow.tuning.examples.port import TrainedModels


class RegisteredModels:
    """TrainedModels on the registry of `winnow.registry`."""

    def __init__(self, models: ModelRegistry) -> None:
        self._models = models

    async def mark_erased(self, sha256: str) -> list[str]:
        return [version.ref.model for version in await mark_erased(self._models, sha256)]


def trained_models(settings: Settings) -> TrainedModels:
    """The registered models."""
    return RegisteredModels(open_models(settings))
