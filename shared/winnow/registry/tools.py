"""All that the registry's acts need."""

from dataclasses import dataclass

from winnow.records.port import BaseStore, CalibrationStore, WhoServes
from winnow.registry.port import ModelRegistry
from winnow.storage.port import BlobStore


@dataclass(frozen=True, slots=True)
class Tools:
    """`serving` is the truth about who answers; the aliases of `models` follow it."""

    models: ModelRegistry
    serving: WhoServes
    blobs: BlobStore
    calibrations: CalibrationStore
    bases: BaseStore
