"""Papers pictured and read by ingest, as confusions are measured."""

import random
import shutil

import pytest
from rapidfuzz.fuzz import partial_ratio

from winnow.tuning.generating.paper import Paper
from winnow.tuning.generating.scanning import scan
from winnow.tuning.generating.slips import draw_receipt

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")


async def test_ingest_reads_a_picture_and_says_where_there_is_nothing_to_read() -> None:
    lots = (random.Random(number) for number in range(20))
    paper = next(one for one in map(draw_receipt, lots) if one.traits["language"] == "en")
    blank = Paper("receipt", (), {}, {})
    text, nothing = await scan([paper, blank], seed=3)
    assert text is not None
    assert partial_ratio(paper.gold["company"].casefold(), text.casefold()) > 60
    assert nothing is None
