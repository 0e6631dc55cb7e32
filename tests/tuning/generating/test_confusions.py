"""What reading pictures does: learnt from pairs, and done without losing what was meant."""

import random
from collections.abc import Iterator

import pytest

from winnow.tuning.generating.confusions import Confusions, learn, measured, printed_lines
from winnow.tuning.generating.paper import Paper, cell, cell_text, row
from winnow.tuning.generating.slips import draw_receipt

HEAVY = Confusions({one: {"#": 0.5} for one in "abcdefgo0158."}, lost=0.5, specks=0.5)


def papers(count: int = 60) -> Iterator[Paper]:
    return (draw_receipt(random.Random(number)) for number in range(count))


def test_rates_are_those_of_the_pairs() -> None:
    read = ["total due now", "total due n0w"] * 50
    learnt = learn([(["total due now"], [text]) for text in read])
    assert learnt.swaps["o"] == {"0": pytest.approx(0.25)}
    assert "t" not in learnt.swaps
    assert learnt.lost == 0


def test_a_character_that_vanished_or_came_is_learnt_with_its_neighbour() -> None:
    learnt = learn([(["ab cd"], ["abcd"]), (["ab cd"], ["ab c:d"])] * 40)
    assert learnt.swaps[" "] == {"": pytest.approx(0.5)}
    assert learnt.swaps["d"] == {":d": pytest.approx(0.5)}


def test_lines_that_were_not_read_count_as_lost() -> None:
    learnt = learn([(["first line here", "zzzz qqqq"], ["first line here", "-"])] * 10)
    assert learnt.lost == 0.5
    assert learnt.specks == 0.5


def test_spoiling_keeps_dates_and_numbers_and_every_value() -> None:
    for paper in papers():
        spoilt = HEAVY.spoil(paper, random.Random(1))
        for name in ("date", "total", "currency"):
            assert spoilt.gold[name] == paper.gold[name]
        kept = [(one["quantity"], one["amount"]) for one in spoilt.gold["items"]]
        assert kept == [(one["quantity"], one["amount"]) for one in paper.gold["items"]]


def test_the_truth_of_a_spoilt_text_is_what_can_be_read() -> None:
    changed = 0
    for paper in papers():
        spoilt = HEAVY.spoil(paper, random.Random(2))
        text = "\n".join(" ".join(cell_text(one) for one in line) for line in spoilt.rows)
        assert all(part in text for part in (spoilt.gold["company"] or "").split())
        changed += spoilt.gold["company"] != paper.gold["company"]
    assert changed > 30


def test_no_digit_of_a_number_becomes_another() -> None:
    swaps = {digit: {str((int(digit) + 1) % 10): 1.0} for digit in "0123456789"}
    gold = {"total": 108.5}
    paper = Paper("receipt", (row(cell("108.50", "/total"), "108.50"),), gold, {})
    meant, other = Confusions(swaps, 0, 0).spoil(paper, random.Random(3)).rows[0]
    assert set(cell_text(meant)) <= set("108.5OolI|SB ")
    assert cell_text(other) == "219.61"


def test_what_was_measured_is_shipped_and_mild() -> None:
    shipped = measured()
    assert shipped.characters > 5000
    assert 0 < shipped.lost < 0.3
    lines = printed_lines(next(papers(1)))
    assert learn([(lines, lines)]).swaps == {}
