"""Which version is champion: made so by the gate or by force, and the way back."""

from dataclasses import dataclass

from winnow.contracts.tuning import Serving, Task
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.records.port import Act
from winnow.registry.aliases import follow
from winnow.registry.gate import Challenge, judge
from winnow.registry.port import Version
from winnow.registry.tools import Tools
from winnow.registry.verdict import GateVerdict


@dataclass(frozen=True, slots=True)
class Promotion:
    """What the gate found, and who answers before and after; `after` is None where refused."""

    verdict: GateVerdict
    before: Serving | None
    after: Serving | None


async def chosen(tools: Tools, recipe: str, task: Task, version: str | None) -> Version:
    """The version of that number, else the challenger; MisconfiguredError if there is none."""
    if version is not None:
        return await tools.models.get(recipe, task, version)
    now = await tools.serving.current(recipe, task)
    if now is None or now.challenger is None:
        raise MisconfiguredError(
            f"{recipe}/{task} has no challenger: name a version of `winnow models list`"
        )
    return await tools.models.get(recipe, task, now.challenger.version)


async def gate(
    tools: Tools, version: Version, recipe: Recipe, base_hash: str, now: Serving | None
) -> GateVerdict:
    """Judge a version by what is kept of it, against who answers now, and keep the verdict."""
    verdict = judge(
        Challenge(
            card=version.card,
            recipe=recipe,
            base_hash=base_hash,
            champion=now.champion.model if now and now.champion else None,
            evidence=await tools.models.evidence(version),
            calibration=await tools.calibrations.newest(recipe.recipe, version.ref.model),
        )
    )
    await tools.models.keep_verdict(version, verdict)
    return verdict


async def promote(
    tools: Tools,
    version: Version,
    recipe: Recipe,
    base_hash: str,
    *,
    by: str,
    force: str | None = None,
) -> Promotion:
    """Make the version champion if it passes the gate, or by force, for a reason that is kept.

    Raises ChangedMeanwhileError if somebody changed who answers since the gate looked, and
    MisconfiguredError if the version is champion already.
    """
    task = version.card.task
    now = await tools.serving.current(recipe.recipe, task)
    if now and now.champion == version.ref:
        raise MisconfiguredError(
            f"version {version.ref.version} is the champion of {recipe.recipe}/{task} already"
        )
    verdict = await gate(tools, version, recipe, base_hash, now)
    if not verdict.passed and not force:
        return Promotion(verdict, now, None)
    act: Act = "promoted" if verdict.passed else "forced"
    after = await tools.serving.change(
        recipe.recipe,
        task,
        seen=now.revision if now else 0,
        champion=version.ref,
        challenger=None if not now or now.challenger == version.ref else now.challenger,
        by=by,
        why=_why(verdict, force),
        act=act,
    )
    await follow(tools, after)
    return Promotion(verdict, now, after)


async def roll_back(tools: Tools, recipe: str, task: Task, *, by: str, why: str) -> Serving:
    """Make the champion before this one champion again; no gate is asked on the way back."""
    after = await tools.serving.roll_back(recipe, task, by=by, why=why)
    await follow(tools, after)
    return after


def _why(verdict: GateVerdict, force: str | None) -> str:
    if verdict.passed:
        told = next(one.reason for one in verdict.checks if one.name == "better")
        return f"{force}; {told}" if force else told
    broken = ", ".join(one.name for one in verdict.broken)
    return f"forced past the gate ({broken}): {force}"
