"""Small documents that nobody has seen before: letters as plain text and as PDF."""

import io
import random
from collections.abc import Iterator

LEXICON = """
account agreement amount annual balance branch building cargo carrier claim clause client
contract cover credit customer damage date delivery deposit district due engine expense
factory freight goods harbour house increase insurance interest invoice journey labour
lease letter machine manager market material meeting notice office order owner paper
parcel partner payment period policy premium price product property quarter receipt record
refund region rent repair report request sale schedule service share shipment staff
station statement stock storage street supply tariff tax tenant terms ticket transport
value vehicle vessel warehouse warranty week weight window worker yard
"""
WORDS = LEXICON.split()


def sentence(chance: random.Random) -> str:
    """Between 6 and 16 words."""
    words = chance.choices(WORDS, k=chance.randint(6, 16))
    return f"{' '.join(words).capitalize()} {chance.randint(1, 9999)}."


def passages(number: int, seed: int) -> list[str]:
    """Texts as chunks are: 100 to 1000 characters."""
    chance = random.Random(seed)
    return [
        " ".join(sentence(chance) for _ in range(chance.randint(2, 10)))[:1000]
        for _ in range(number)
    ]


def files(number: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and bytes; every third is a PDF of a page, the others are plain text."""
    chance = random.Random(seed)
    for count in range(number):
        lines = [sentence(chance) for _ in range(chance.randint(4, 24))]
        if count % 3 == 2:
            yield f"letter-{count}.pdf", "application/pdf", _pdf(lines)
        else:
            text = "\n\n".join(" ".join(lines[start : start + 4]) for start in range(0, 24, 4))
            yield f"letter-{count}.txt", "text/plain", text.strip().encode()


def _pdf(lines: list[str]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for count, line in enumerate(lines):
        canvas.drawString(40, 800 - 16 * count, line[:100])
    canvas.save()
    return out.getvalue()
