"""What a result says that its document cost."""

from winnow.contracts.results import Cost
from winnow.contracts.usage import Usage
from winnow_route.results import cost_of


def test_cached_and_unpriced_calls_are_counted_and_cost_nothing_that_is_known() -> None:
    calls = [
        Usage(model="m", stage="extract", input_tokens=10, output_tokens=2, cost_usd=0.5),
        Usage(model="m", stage="extract", output_tokens=9, cost_usd=0.25, outcome="failed"),
        Usage(model="own", stage="second", input_tokens=7),
        Usage(model="m", stage="summarise", cost_usd=0.0, outcome="cached"),
    ]
    assert cost_of(calls) == Cost(
        usd=0.75, calls=4, unpriced_calls=1, cached_calls=1, input_tokens=17, output_tokens=11
    )
