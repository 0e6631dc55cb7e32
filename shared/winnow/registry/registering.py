"""A trained adapter becomes a version of the registry, and then the challenger."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from winnow.contracts.calibration import Calibration
from winnow.contracts.tuning import ModelCard, ModelRef, Serving
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.registry.admission import admit
from winnow.registry.aliases import follow
from winnow.registry.evidence import Evidence
from winnow.registry.packing import MEDIA_TYPE, adapter_folder, pack
from winnow.registry.port import Version
from winnow.registry.tools import Tools

TENANT: Final = "models"  # whose blobs adapters are


async def register(
    tools: Tools, card: ModelCard, folder: Path, recipe: Recipe, base_hash: str
) -> ModelRef:
    """Keep the adapter in `folder` (or its `adapter/`) as a version; all or nothing.

    The last step makes the version, so whatever fails before leaves none. MisconfiguredError where
    the adapter is for another base, or the recipe has changed.
    """
    adapter = await asyncio.to_thread(adapter_folder, folder)
    await asyncio.to_thread(admit, card, adapter, recipe, base_hash)
    with TemporaryDirectory(prefix="winnow-adapter-") as place:
        packed = await asyncio.to_thread(pack, adapter, Path(place) / "adapter.zip")
        blob = await tools.blobs.put_file(TENANT, packed, MEDIA_TYPE)
        ref = ModelRef(version="", model=card.name, adapter=blob, shown=card.shown)
        return (await tools.models.add(card, ref, packed)).ref


async def challenge(tools: Tools, version: Version, *, by: str, canary: float = 0.0) -> Serving:
    """Make a version the challenger, which answers that share of documents; the last one leaves."""
    recipe, task = version.card.recipe, version.card.task
    now = await tools.serving.current(recipe, task)
    if now and now.challenger == version.ref and now.canary == canary:
        return now
    after = await tools.serving.change(
        recipe,
        task,
        seen=now.revision if now else 0,
        champion=now.champion if now else None,
        challenger=version.ref,
        canary=canary,
        by=by,
        why=f"version {version.ref.version} challenges",
        act="registered",
    )
    await follow(tools, after)
    return after


async def attach(
    tools: Tools, version: Version, evidence: Evidence, calibration: Calibration | None = None
) -> None:
    """Keep what the gate judges a version by, and its calibration where services look for it."""
    told = {"evidence": evidence.challenger}
    if calibration is not None:
        told["calibration"] = calibration.model
    for what, name in told.items():
        if name != version.ref.model:
            raise MisconfiguredError(
                f"the {what} is of {name}, version {version.ref.version} is {version.ref.model}"
            )
    if calibration is not None:
        await tools.calibrations.keep(calibration)
    await tools.models.keep_evidence(version, evidence)
