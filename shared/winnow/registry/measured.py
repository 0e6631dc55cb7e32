"""What a comparison measured, as the gate wants it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from winnow.registry.evidence import Outcome


class Measured(Protocol):
    """One document as `winnow.tuning.comparing` judged it: right, returned and true values.

    Of one label or text both latter are 1, and `right` is 1, 0 or the task's metric between.
    """

    @property
    def document(self) -> str: ...

    @property
    def right(self) -> float: ...

    @property
    def returned(self) -> float: ...

    @property
    def true(self) -> float: ...

    @property
    def slices(self) -> Mapping[str, str]: ...


def outcomes_of(measured: Iterable[Measured], *, values: bool) -> tuple[Outcome, ...]:
    """An outcome a document; of `values` F1 is taken over all of them, else each counts once."""
    return tuple(_outcome(one, values) for one in measured)


def _outcome(one: Measured, values: bool) -> Outcome:
    either = one.returned + one.true
    counts = (int(one.right), int(one.returned), int(one.true)) if values else None
    return Outcome(
        document=one.document,
        right=2 * one.right / either if either else 1.0,
        counts=counts,
        slices=dict(one.slices),
    )
