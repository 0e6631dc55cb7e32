"""A failed fill that was paid for all the same."""

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError


class UnfilledError(UnfillableError):
    """An UnfillableError with the usage of the calls that were made in vain."""

    def __init__(self, why: str, detail: str, usage: Usage) -> None:
        super().__init__(why, detail)
        self.usage = usage


def together(usage: Usage, before: Usage) -> Usage:
    """One usage for an answer and the one before it; no price if one of them has none."""
    costs = [one.cost_usd for one in (before, usage) if one.cost_usd is not None]
    cached = before.outcome == usage.outcome == "cached"
    return usage.model_copy(
        update={
            "input_tokens": before.input_tokens + usage.input_tokens,
            "output_tokens": before.output_tokens + usage.output_tokens,
            "cache_read_tokens": before.cache_read_tokens + usage.cache_read_tokens,
            "cache_write_tokens": before.cache_write_tokens + usage.cache_write_tokens,
            "cost_usd": sum(costs) if len(costs) == 2 else None,
            "seconds": before.seconds + usage.seconds,
            "outcome": "paid" if usage.outcome == "cached" and not cached else usage.outcome,
        }
    )
