"""A failed fill that was paid for all the same."""

from winnow.contracts.usage import Usage
from winnow.errors import UnfillableError


class UnfilledError(UnfillableError):
    """An UnfillableError with the usage of the calls that were made in vain."""

    def __init__(self, why: str, detail: str, usage: Usage) -> None:
        super().__init__(why, detail)
        self.usage = usage
