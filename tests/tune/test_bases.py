"""An adapter whose base is another one by now leaves, and a new one is trained."""

from typing import Any

from winnow.contracts.tuning import ModelRef, Serving
from winnow_tune.acting import Acts, Nobody
from winnow_tune.bases import Bases

OLD = ModelRef(version="1", model="base+receipt@aaaa")


async def test_an_adapter_of_another_base_answers_no_more(world: Any) -> None:
    now = await world.registry.change(
        "receipt", "extract", seen=0, champion=OLD, challenger=None, by="test", why=""
    )

    async def strangers() -> list[tuple[Serving, str]]:
        return [(now, "it was trained on base 1234, and the base in use is 5678")]

    await Bases(strangers, Acts(world.registry, Nobody()), world.runs).look()
    after = await world.registry.current("receipt", "extract")
    assert (after.champion, after.challenger) == (None, None)
    run = await world.runs.newest("receipt", "extract")
    assert (run.cause, run.state) == ("base_changed", "queued")


async def test_while_bases_are_the_same_nothing_happens(world: Any) -> None:
    async def strangers() -> list[tuple[Serving, str]]:
        return []

    await Bases(strangers, Acts(world.registry, Nobody()), world.runs).look()
    assert await world.runs.latest() == []
