"""A registered version tried again where it serves, as after it was loaded in a server."""

from collections.abc import Sequence

from winnow.cache import cache_folder
from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.errors import MisconfiguredError
from winnow.llm.adapter_files import AdapterFiles
from winnow.recipes.recipe import Recipe
from winnow.registry.base import base_hash
from winnow.registry.port import Version
from winnow.registry.promoting import gate
from winnow.registry.tools import Tools
from winnow.registry.verdict import GateVerdict
from winnow.tuning.paths import tried
from winnow.tuning.progress import Told


async def recheck(
    tools: Tools,
    version: Version,
    recipe: Recipe,
    examples: Sequence[TrainingExample],
    settings: Settings,
    told: Told,
) -> GateVerdict:
    """Measure anew whether both paths give the same outputs, keep it, and ask the gate.

    Of the examples those count that the version has not seen in its training. Raises
    MisconfiguredError where there is none, or the version was never compared.
    """
    evidence = await tools.models.evidence(version)
    if evidence is None or version.ref.adapter is None:
        raise MisconfiguredError(
            f"version {version.ref.version} was never compared with anybody: winnow tune does"
        )
    seen = set(version.card.documents)
    held = [one for one in examples if one.sha256 not in seen]
    if not held:
        raise MisconfiguredError(
            f"version {version.ref.version} was trained on all of these documents: name others"
        )
    files = AdapterFiles(tools.blobs, cache_folder() / "adapters")
    folder = await files.fetch(version.ref.adapter)
    parity = await tried(held, folder, version.ref.model, settings, told)
    await tools.models.keep_evidence(version, evidence.model_copy(update={"parity": parity}))
    now = await tools.serving.current(recipe.recipe, version.card.task)
    return await gate(tools, version, recipe, base_hash(version.card.base), now)
