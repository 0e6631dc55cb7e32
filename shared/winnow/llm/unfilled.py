"""Fills that failed and were paid for all the same."""

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError, UnreachableError


class UnfilledError(UnfillableError):
    """An UnfillableError with the usage of the calls that were made in vain."""

    def __init__(self, why: str, detail: str, usage: Usage) -> None:
        super().__init__(why, detail)
        self.usage = usage


class HalfwayError(UnreachableError):
    """The model went away between its first answer, which was paid for, and the repair of it."""

    def __init__(self, error: UnreachableError, usage: Usage) -> None:
        super().__init__(error.what, "", error.retry_after, error.status)
        self.args = error.args
        self.usage = usage


def together(usage: Usage, *before: Usage) -> Usage:
    """One usage for a fill and the attempts before it; no price if one of them has none."""
    every = (*before, usage)
    costs = [one.cost_usd for one in every if one.cost_usd is not None]
    return usage.model_copy(
        update={
            "input_tokens": sum(one.input_tokens for one in every),
            "output_tokens": sum(one.output_tokens for one in every),
            "cache_read_tokens": sum(one.cache_read_tokens for one in every),
            "cache_write_tokens": sum(one.cache_write_tokens for one in every),
            "cost_usd": sum(costs) if len(costs) == len(every) else None,
            "seconds": sum(one.seconds for one in every),
        }
    )
