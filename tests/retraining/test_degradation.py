"""A fall of live quality is seen soon, and seldom where there is none."""

import random

import pytest

from winnow.retraining.degradation import FALSE_ALARM, LEAST, bar_of, chart


def documents(rate: float, number: int, seed: int) -> list[bool]:
    lot = random.Random(seed)
    return [lot.random() < rate for _ in range(number)]


def test_a_model_at_the_bar_alarms_rarely() -> None:
    """In 500 documents at the bar: fewer alarms than 500 / FALSE_ALARM of the runs would have."""
    alarms = sum(chart(documents(0.1, 500, seed), 0.1).alarm for seed in range(400))
    assert alarms / 400 <= 500 / FALSE_ALARM


@pytest.mark.parametrize(("rate", "within"), [(0.5, 60), (0.3, 150), (0.2, 600)])
def test_a_fall_is_seen_whenever_it_comes(rate: float, within: int) -> None:
    found = [
        chart(documents(0.1, 1000, seed) + documents(rate, within, seed + 1), 0.1)
        for seed in range(40)
    ]
    assert sum(one.alarm for one in found) >= 36


def test_good_times_do_not_make_up_for_a_fall() -> None:
    fall = [True] * 15
    assert chart([False] * 5000 + fall, 0.1).alarm
    assert chart(fall, 0.1).alarm


def test_an_alarm_stays() -> None:
    assert chart([True] * 20 + [False] * 1000, 0.1).alarm


def test_the_bar_is_above_what_was_seen_by_the_noise() -> None:
    assert bar_of([False] * (LEAST - 1)) is None
    few, many = bar_of([True] * 3 + [False] * 27), bar_of([True] * 100 + [False] * 900)
    assert few is not None
    assert many is not None
    assert few > many > 0.1
