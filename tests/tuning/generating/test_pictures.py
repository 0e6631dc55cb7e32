"""Papers drawn as pictures."""

import io
import random

from PIL import Image

from winnow.tuning.generating.pictures import drawn
from winnow.tuning.generating.slips import draw_receipt


def test_the_same_numbers_draw_the_same_picture() -> None:
    paper = draw_receipt(random.Random(1))
    assert drawn(paper, random.Random(2)) == drawn(paper, random.Random(2))
    assert drawn(paper, random.Random(2)) != drawn(paper, random.Random(3))


def test_a_picture_has_ink_on_light_paper() -> None:
    picture = Image.open(io.BytesIO(drawn(draw_receipt(random.Random(4)), random.Random(5))))
    darkest, lightest = picture.convert("L").getextrema()
    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    assert darkest < 140 < 200 < lightest
