"""pass@k over drawn answers."""

from itertools import combinations

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.llm.port import Prompt
from winnow.recipes.recipe import Recipe
from winnow.testing.held_out import slips
from winnow.testing.model import FakeModel
from winnow.tuning.comparing import ZeroShot, compare_on
from winnow.tuning.comparing.reading import Reading
from winnow.tuning.comparing.sampling import pass_at_k, sample


@pytest.mark.parametrize(("n", "c", "k"), [(5, 0, 1), (5, 2, 1), (5, 2, 3), (6, 1, 5), (4, 4, 4)])
def test_the_estimate_is_the_share_of_all_draws_with_a_pass(n: int, c: int, k: int) -> None:
    passes = [True] * c + [False] * (n - c)
    draws = [any(draw) for draw in combinations(passes, k)]
    assert pass_at_k(n, c, k) == pytest.approx(sum(draws) / len(draws))


def drawing() -> FakeModel:
    """Right for an even seed; for seed 1 it breaks the rule, for seed 3 the total is wrong."""

    def read(prompt: Prompt) -> dict[str, object]:
        seed = prompt.sampling.seed if prompt.sampling else 0
        return {"company": "SHOP 1", "total": {1: -5.0, 3: 7.0}.get(seed, 1.5)}

    return FakeModel({"Slip": read}, name="m")


async def test_checks_pass_more_often_than_values_are_right(
    slip: Recipe, settings: Settings
) -> None:
    reading = Reading(slip, "extract", settings, given_text=True, told=lambda *_: None)
    found = await sample(ZeroShot(drawing()), slips(1), reading, 5)
    assert set(found.checks) == {1, 5}
    assert found.checks[1].value == pytest.approx(0.8)
    assert found.right[1].value == pytest.approx(0.6)
    assert found.right[5].value == 1.0


async def test_no_samples_are_refused(slip: Recipe, settings: Settings) -> None:
    reading = Reading(slip, "extract", settings, given_text=True, told=lambda *_: None)
    with pytest.raises(MisconfiguredError, match="--samples"):
        await sample(ZeroShot(drawing()), slips(1), reading, 0)


async def test_a_comparison_draws_on_request(slip: Recipe, settings: Settings) -> None:
    model = drawing()
    contenders = [ZeroShot(model)]
    found = await compare_on(contenders, slips(1), slip, "extract", settings, samples=2)
    assert found.rows[0].main.value == 1.0
    [drawn] = found.sampled
    assert (drawn.role, drawn.samples, set(drawn.checks)) == ("base", 2, {1})
    assert len(model.calls) == 3
