"""What a comparison measured is what the gate judges."""

from dataclasses import dataclass, field

import pytest

from winnow.registry.measured import outcomes_of


@dataclass(frozen=True)
class Judged:
    document: str
    right: float
    returned: float
    true: float
    slices: dict[str, str] = field(default_factory=lambda: {"language": "de"})


def test_values_are_counted_and_a_document_has_its_own_f1() -> None:
    full, empty = outcomes_of([Judged("a", 3, 4, 5), Judged("b", 0, 0, 0)], values=True)
    assert full.counts == (3, 4, 5)
    assert full.right == pytest.approx(2 / 3)
    assert (full.document, full.slices) == ("a", {"language": "de"})
    assert empty.right == 1.0


def test_a_label_or_a_text_counts_once_by_its_metric() -> None:
    [text] = outcomes_of([Judged("a", 0.4, 1, 1)], values=False)
    assert (text.counts, text.right) == (None, 0.4)
