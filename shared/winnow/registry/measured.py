"""What a comparison measured, as the gate wants it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from winnow.registry.evidence import Difference, Outcome, Parity


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


class Differing(Protocol):
    """An example that a server answers otherwise than this process."""

    @property
    def example(self) -> str: ...

    @property
    def local(self) -> str: ...

    @property
    def served(self) -> str: ...


class Compared(Protocol):
    """So many examples asked in this process and on another path, as `winnow.tuning.parity`."""

    @property
    def examples(self) -> int: ...

    @property
    def differences(self) -> Sequence[Differing]: ...


def parity_of(path: str, compared: Compared) -> Parity:
    """What a path that serves gave, `local` or `openai`, every difference listed."""
    return Parity(
        path=path,
        documents=compared.examples,
        same=compared.examples - len(compared.differences),
        differences=tuple(
            Difference(document=one.example, expected=one.local, got=one.served)
            for one in compared.differences
        ),
    )


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
