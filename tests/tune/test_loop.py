"""From decisions to a training, a challenger, a canary, a promotion, and the way back."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from winnow.contracts.tuning import ModelRef, Serving
from winnow.records.live_quality import Outcome
from winnow.records.tuning_runs import Run
from winnow.retraining.triggers import Policy
from winnow_tune.acting import Nobody
from winnow_tune.planning import Planner
from winnow_tune.running import Runner

OLD = ModelRef(version="1", model="base+receipt@aaaa")
NEW = ModelRef(version="2", model="base+receipt@bbbb")


async def test_200_decisions_end_in_a_new_champion(world: Any) -> None:
    await serve(world, OLD)
    await world.reviewed(OLD.model, changed=False)
    await seen(world, OLD, decided=199, changed=40)

    [run] = await planner(world).look()
    assert run.cause == "decisions"
    await runner(world, registers(world, NEW)).work()
    done = await world.runs.get(run.id)
    assert (done.state, done.version) == ("registered", "2")

    now = await current(world)
    assert (now.challenger, now.canary) == (NEW, 0.5)
    await world.trier().look()
    await seen(world, OLD, decided=100, changed=30)
    await seen(world, NEW, decided=100, changed=3)
    await world.trier().look()
    now = await current(world)
    assert (now.champion, now.challenger, now.canary) == (NEW, None, 0.0)
    assert "better" in now.why


async def test_a_bad_challenger_is_dropped(world: Any) -> None:
    await serve(world, OLD, NEW, canary=0.2)
    await world.trier().look()
    await seen(world, OLD, decided=80, changed=4)
    await seen(world, NEW, decided=20, changed=14)
    await world.trier().look()
    now = await current(world)
    assert (now.champion, now.challenger, now.canary) == (OLD, None, 0.0)
    assert "worse" in now.why


async def test_an_equal_challenger_waits(world: Any) -> None:
    await serve(world, OLD, NEW, canary=0.2)
    await world.trier().look()
    await seen(world, OLD, decided=80, changed=8)
    await seen(world, NEW, decided=20, changed=2)
    await world.trier().look()
    assert (await current(world)).challenger == NEW


async def test_a_champion_that_got_worse_gives_way_to_the_one_before(world: Any) -> None:
    await serve(world, OLD)
    await world.trier().look()
    await seen(world, OLD, decided=200, changed=10)
    await serve(world, NEW)
    await world.trier().look()
    await seen(world, NEW, decided=60, changed=30)
    await world.trier().look()
    now = await current(world)
    assert now.champion == OLD
    assert "changed 15 of 29" in now.why  # the alarm did not wait for the rest
    trial = await world.trials.newest("receipt", "extract", "watch")
    assert (trial.version, trial.against) == ("1", "")


async def test_after_going_back_nothing_goes_back_further(world: Any) -> None:
    await serve(world, OLD)
    await world.trier().look()
    await seen(world, OLD, decided=200, changed=10)
    await serve(world, NEW)
    await world.trier().look()
    await seen(world, NEW, decided=60, changed=30)
    await world.trier().look()
    await seen(world, OLD, decided=60, changed=30)
    await world.trier().look()
    assert (await current(world)).champion == OLD


async def test_a_champion_that_keeps_the_bar_is_kept(world: Any) -> None:
    await serve(world, OLD)
    await world.trier().look()
    await seen(world, OLD, decided=200, changed=20)
    await serve(world, NEW)
    await world.trier(watch=100).look()
    await seen(world, NEW, decided=120, changed=12)
    await world.trier(watch=100).look()
    trial = await world.trials.newest("receipt", "extract", "watch")
    assert trial.outcome == "kept"
    assert (await current(world)).champion == NEW


async def test_quality_that_falls_starts_a_training(world: Any) -> None:
    await serve(world, OLD)
    await world.trier().look()
    await seen(world, OLD, decided=100, changed=5)
    await seen(world, OLD, decided=60, changed=40, ago=timedelta())
    [run] = await planner(world, Policy(decisions=0)).look()
    assert run.cause == "degraded"
    assert "people changed" in run.why


async def test_a_promotion_that_the_gate_objects_to_is_a_drop(world: Any) -> None:
    class Gate(Nobody):
        async def objection(self, now: Serving) -> str:
            return "the recipe has changed"

    await serve(world, OLD, NEW, canary=0.5)
    trier = world.trier(bystander=Gate())
    await trier.look()
    await seen(world, OLD, decided=100, changed=30)
    await seen(world, NEW, decided=100, changed=3)
    await trier.look()
    now = await current(world)
    assert (now.champion, now.challenger) == (OLD, None)
    assert "the recipe has changed" in now.why


async def test_a_canary_of_another_share_is_counted_from_the_start(world: Any) -> None:
    await serve(world, OLD, NEW, canary=0.2)
    await world.trier().look()
    await seen(world, NEW, decided=20, changed=14)
    await serve(world, OLD, NEW, canary=0.5)
    await world.trier().look()
    assert (await current(world)).challenger == NEW


async def serve(
    world: Any, champion: ModelRef, challenger: ModelRef | None = None, canary: float = 0.0
) -> None:
    now = await world.registry.current("receipt", "extract")
    await world.registry.change(
        "receipt",
        "extract",
        seen=now.revision if now else 0,
        champion=champion,
        challenger=challenger,
        canary=canary,
        by="test",
        why="",
    )


async def current(world: Any) -> Serving:
    found: Serving = await world.registry.current("receipt", "extract")
    return found


async def seen(
    world: Any, ref: ModelRef, *, decided: int, changed: int, ago: timedelta = timedelta()
) -> None:
    """Documents that a model answered just now and people decided, changed ones spread evenly."""
    at = datetime.now(UTC) - ago
    every = [
        number * changed // decided != (number + 1) * changed // decided
        for number in range(decided)
    ]
    assert sum(every) == changed
    await world.live.keep(
        [
            Outcome(
                document_id=str(uuid4()),
                task="extract",
                recipe="receipt",
                model=ref.model,
                drafted_at=at,
                ended_at=at,
                reviewed=True,
                decided_at=at + timedelta(microseconds=number),
                looked=1,
                wrong=int(one),
                taught=1,
            )
            for number, one in enumerate(every)
        ]
    )


def planner(world: Any, policy: Policy | None = None) -> Planner:
    return Planner(world.live, world.runs, world.trials, policy or Policy(), 30.0)


def runner(world: Any, command: Any, **told: Any) -> Runner:
    how = {"share": 0.5, "attempts": 2, "hours": 1.0, "look": 30.0, **told}
    return Runner(world.runs, world.registry, Nobody(), command=command, **how)


def registers(world: Any, ref: ModelRef) -> Any:
    """The command of a child that registers a challenger, as far as the service can see."""

    def command(run: Run) -> Sequence[str]:
        now, back = world.registry.states[run.recipe, run.task][-1]
        world.registry._add(now, now.champion, ref, 0.0, back, "child", "registered")
        lines = [
            {"state": "training", "progress": "step 1"},
            {"state": "registered", "version": "2"},
        ]
        return [sys.executable, "-c", f"print({chr(10).join(map(json.dumps, lines))!r})"]

    return command
