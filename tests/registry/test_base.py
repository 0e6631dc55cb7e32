"""A base that changed under its name is noticed, and nothing that was learnt of it holds."""

import pytest

from winnow.contracts.tuning import ModelRef
from winnow.errors import MisconfiguredError
from winnow.llm.identity import Identity
from winnow.recipes.recipe import Recipe
from winnow.registry.base import base_hash, check_base
from winnow.registry.tools import Tools
from winnow.testing.tuned import calibration_of

BEFORE, AFTER = Identity("small", "b1"), Identity("small", "b2")
TUNED = ModelRef(version="1", model="small+receipt@1")


async def test_the_first_look_remembers_and_the_same_again_is_no_change(tools: Tools) -> None:
    assert await check_base(tools, BEFORE) is None
    assert await check_base(tools, BEFORE) is None
    assert await tools.bases.known("small") == "b1"


async def test_a_change_voids_its_calibrations_and_tells_whom_it_touches(
    tools: Tools, recipe: Recipe
) -> None:
    await check_base(tools, BEFORE)
    for model in ("small", TUNED.model, "smaller"):
        await tools.calibrations.keep(calibration_of(recipe, model))
    for name, ref in (("receipt", TUNED), ("invoice", TUNED.model_copy(update={"model": "big"}))):
        await tools.serving.change(
            name, "extract", seen=0, champion=ref, challenger=None, by="ann", why="better"
        )
    changed = await check_base(tools, AFTER)
    assert changed is not None
    assert (changed.before, changed.after) == ("b1", "b2")
    assert changed.calibrations == ("calibration of small", "calibration of small+receipt@1")
    assert [one.recipe for one in changed.served] == ["receipt"]
    assert await tools.calibrations.newest("receipt", "small") is None
    assert await tools.calibrations.newest("receipt", "smaller") is not None
    assert await check_base(tools, AFTER) is None


def test_a_base_that_is_not_here_is_told() -> None:
    with pytest.raises(MisconfiguredError, match="big is not here"):
        base_hash("big")
