"""The registry's aliases, made to follow what services follow."""

from winnow.contracts.tuning import Alias, ModelRef, Serving
from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.registry.port import Aliases
from winnow.registry.tools import Tools

log = get_logger(__name__)


async def follow(tools: Tools, truth: Serving) -> None:
    """Point the registry's aliases where `truth` does, after a change that is done by now.

    A registry that does not answer is only logged: services follow already, and `mend` comes.
    """
    try:
        await align(tools, truth)
    except UnreachableError as error:
        log.warning("aliases not moved", recipe=truth.recipe, task=truth.task, why=str(error))


async def align(tools: Tools, truth: Serving) -> tuple[str, ...]:
    """Do it; what had to be mended, in words.

    A model that is no version of the registry, such as a shipped adapter, has no alias there.
    """
    recipe, task = truth.recipe, truth.task
    wanted = await _wanted(tools, truth)
    found = dict(await tools.models.aliases(recipe, task))
    if found == wanted:
        return ()
    await tools.models.point(recipe, task, wanted)
    return tuple(
        f"{recipe}/{task}: the registry's {alias} was {_named(found, alias)}, services follow "
        f"{_named(wanted, alias)}: mended"
        for alias in sorted({*found, *wanted})
        if found.get(alias) != wanted.get(alias)
    )


async def mend(tools: Tools) -> tuple[str, ...]:
    """Make every alias follow; what had to be mended."""
    told: list[str] = []
    for truth in await tools.serving.all():
        told += await align(tools, truth)
    return tuple(told)


async def _wanted(tools: Tools, truth: Serving) -> dict[Alias, str]:
    known = [one.ref for one in await tools.models.versions(truth.recipe, truth.task)]
    pointers: dict[Alias, ModelRef | None] = {
        "champion": truth.champion,
        "challenger": truth.challenger,
    }
    return {alias: ref.version for alias, ref in pointers.items() if ref and ref in known}


def _named(aliases: Aliases, alias: Alias) -> str:
    return f"version {aliases[alias]}" if alias in aliases else "none"
