"""Audits close a gate when more is wrong than tolerated, and seldom otherwise."""

import random

import pytest

from winnow.calibration import audit_breach


def closed_at(rate: float, rng: random.Random, audits: int) -> int | None:
    """After how many audits of values with this error rate the gate is closed, if at all."""
    errors = 0
    for audited in range(1, audits + 1):
        if rng.random() < rate:
            errors += 1
            if audit_breach(audited, errors, 0.02, 0.95) is not None:
                return audited
    return None


def test_a_rate_at_the_edge_is_called_broken_once_in_twenty_however_often_one_looks() -> None:
    rng = random.Random(3)
    alarms = sum(closed_at(0.02, rng, 1000) is not None for _ in range(200))
    assert alarms <= 20  # with a true share of 5 % more come about once in 500 times


def test_a_rate_that_is_kept_well_is_hardly_ever_called_broken() -> None:
    rng = random.Random(3)
    assert sum(closed_at(0.01, rng, 1000) is not None for _ in range(200)) <= 2


def test_a_broken_rate_is_found_within_some_hundred_audits() -> None:
    rng = random.Random(3)
    found = sorted(closed_at(0.08, rng, 1000) or 1000 for _ in range(100))
    assert found[50] < 150
    assert found[-1] < 1000


def test_the_bound_is_above_what_is_tolerated_and_below_what_was_seen() -> None:
    bound = audit_breach(100, 12, 0.02, 0.95)
    assert bound is not None
    assert 0.02 < bound < 0.12
    surer = audit_breach(1000, 120, 0.02, 0.95)
    assert surer is not None
    assert bound < surer < 0.12


@pytest.mark.parametrize(("audited", "errors"), [(0, 0), (1, 0), (1, 1), (500, 10), (10, 11)])
def test_nothing_is_said_without_proof(audited: int, errors: int) -> None:
    assert audit_breach(audited, errors, 0.02, 0.95) is None


def test_it_holds_at_any_size() -> None:
    assert audit_breach(200_000, 40_000, 0.02, 0.999) == pytest.approx(0.2, abs=0.01)
    assert audit_breach(200_000, 4_000, 0.02, 0.95) is None
