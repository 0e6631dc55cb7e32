"""WhoServes in lists."""

from winnow.contracts.tuning import ModelRef, Serving, Task
from winnow.errors import ChangedMeanwhileError, MisconfiguredError
from winnow.records.moment import now
from winnow.records.port import Act


class MemoryServing:
    """Keeps every state in `states`, the oldest first, with the revision to go back to."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, Task], list[tuple[Serving, int | None]]] = {}

    async def current(self, recipe: str, task: Task) -> Serving | None:
        states = self.states.get((recipe, task))
        return states[-1][0] if states else None

    async def all(self) -> list[Serving]:
        return [states[-1][0] for _, states in sorted(self.states.items()) if states]

    async def history(self, recipe: str, task: Task) -> list[Serving]:
        return [one for one, _ in reversed(self.states.get((recipe, task), []))]

    async def change(
        self,
        recipe: str,
        task: Task,
        *,
        seen: int,
        champion: ModelRef | None,
        challenger: ModelRef | None,
        canary: float = 0.0,
        by: str,
        why: str,
        act: Act = "changed",  # noqa: ARG002  (there is no audit log here)
    ) -> Serving:
        before, back = self._at(recipe, task, -1)
        _check(before, seen)
        if champion != before.champion:
            back = before.revision
        return self._add(before, champion, challenger, canary, back, by, why)

    async def roll_back(
        self, recipe: str, task: Task, *, by: str, why: str, seen: int | None = None
    ) -> Serving:
        before, goal = self._at(recipe, task, -1)
        if seen is not None:
            _check(before, seen)
        if goal is None:
            raise MisconfiguredError("there is nothing to go back to")
        then, back = self._at(recipe, task, goal)
        challenger = None if before.challenger == then.champion else before.challenger
        return self._add(before, then.champion, challenger, 0.0, back, by, why)

    def _at(self, recipe: str, task: Task, revision: int) -> tuple[Serving, int | None]:
        states = self.states.setdefault((recipe, task), [])
        if revision == 0 or not states:
            unsaid = Serving(recipe=recipe, task=task, revision=0, changed_at=now(), changed_by="")
            return unsaid, None
        return states[-1 if revision < 0 else revision - 1]

    def _add(
        self,
        before: Serving,
        champion: ModelRef | None,
        challenger: ModelRef | None,
        canary: float,
        back: int | None,
        by: str,
        why: str,
    ) -> Serving:
        after = Serving(
            recipe=before.recipe,
            task=before.task,
            champion=champion,
            challenger=challenger,
            canary=canary,
            revision=before.revision + 1,
            changed_at=now(),
            changed_by=by,
            why=why,
        )
        self.states[before.recipe, before.task].append((after, back))
        return after


def _check(before: Serving, seen: int) -> None:
    if before.revision != seen:
        raise ChangedMeanwhileError(f"revision {before.revision}, not {seen}")
