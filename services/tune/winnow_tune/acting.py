"""What tune does to who answers, each with its reason."""

from typing import Final, Protocol

from winnow.contracts.tuning import ModelRef, Serving
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.port import WhoServes

log = get_logger(__name__)
BY: Final = "tune"


class Bystander(Protocol):
    """What else must agree to a promotion, and hear of every change."""

    async def objection(self, now: Serving) -> str:
        """Why the challenger may not become champion, whatever its answers are; empty: it may."""
        ...

    async def changed(self, after: Serving) -> None:
        """Who answers was changed."""
        ...


class Nobody:
    """The Bystander where there is none."""

    async def objection(self, now: Serving) -> str:  # noqa: ARG002  (as the port has it)
        return ""

    async def changed(self, after: Serving) -> None:
        """There is nobody to hear of it."""


class Acts:
    """Changes who answers; each change is an event and an audit row of the registry's.

    A change that somebody else was faster than raises the registry's error, and nothing happens.
    """

    def __init__(self, registry: WhoServes, bystander: Bystander) -> None:
        self._registry = registry
        self._bystander = bystander

    async def canary(self, now: Serving, share: float, why: str) -> Serving:
        """Let the challenger answer a share of the documents."""
        return await self._change(now, "canary", why, now.champion, now.challenger, share)

    async def promote(self, now: Serving, why: str) -> Serving:
        """The challenger is the champion from now on.

        Where something speaks against it, whatever its answers are, it is dropped for that.
        """
        objection = await self._bystander.objection(now)
        if objection:
            return await self.drop(now, f"{why}; yet it may not be promoted: {objection}")
        return await self._change(now, "promoted", why, now.challenger, None, 0.0)

    async def drop(self, now: Serving, why: str) -> Serving:
        """The challenger answers nothing any more."""
        return await self._change(now, "dropped", why, now.champion, None, 0.0)

    async def retire(self, now: Serving, why: str) -> Serving:
        """No tuned model answers any more: the model of the settings does."""
        return await self._change(now, "retired", why, None, None, 0.0)

    async def roll_back(self, now: Serving, why: str) -> Serving:
        """The champion before is champion again."""
        seen = now.revision
        changed = await self._registry.roll_back(now.recipe, now.task, by=BY, why=why, seen=seen)
        await self._tell(changed, "rolled_back", why)
        return changed

    async def _change(
        self,
        now: Serving,
        act: str,
        why: str,
        champion: ModelRef | None,
        challenger: ModelRef | None,
        canary: float,
    ) -> Serving:
        changed = await self._registry.change(
            now.recipe,
            now.task,
            seen=now.revision,
            champion=champion,
            challenger=challenger,
            canary=canary,
            by=BY,
            why=why,
            act="promoted" if act == "promoted" else "changed",
        )
        await self._tell(changed, act, why)
        return changed

    async def _tell(self, after: Serving, act: str, why: str) -> None:
        metrics.MODEL_ACTS.labels(after.recipe, after.task, act).inc()
        log.warning("models changed", recipe=after.recipe, task=after.task, act=act, why=why)
        await self._bystander.changed(after)
