"""Text in pictures, by tesseract; every page is recognised once."""

from functools import cache
from itertools import groupby
from typing import Any, Final

from PIL import Image, ImageOps

from winnow.contracts.parsed import Word
from winnow.errors import MisconfiguredError
from winnow_ingest.drafts import Block
from winnow_ingest.lines import around
from winnow_ingest.partitioned import box_within, classify
from winnow_ingest.readers.columns import has_columns

Line = tuple[int, int, int]  # block, paragraph, line
AUTOMATIC: Final = "--psm 3"
ONE_BLOCK: Final = "--psm 6"
CLEAR: Final = 0.6  # confidence of a word that is certainly there
SURE: Final = 0.7  # mean confidence of a short text that is certainly there
LEGIBLE: Final = 0.3  # confidence below which a word is a speck or a fold in the paper


def recognise(image: Image.Image, page: int, languages: str) -> tuple[list[Word], list[Block]]:
    """The words of a page with their confidence, and its paragraphs as blocks.

    Colour tells tesseract nothing and costs a quarter of its time.
    """
    from unstructured_pytesseract import Output, image_to_data

    grey = ImageOps.grayscale(image)
    data = image_to_data(
        grey,
        lang=installed(languages),
        config=AUTOMATIC if has_columns(grey) else ONE_BLOCK,
        output_type=Output.DICT,
    )
    rows = [dict(zip(data, values, strict=True)) for values in zip(*data.values(), strict=True)]
    read = [
        (_line(row), _word(row, page, image.size))
        for row in rows
        if float(row["conf"]) >= 0 and row["text"].strip()
    ]
    legible = [(key, word) for key, word in read if (word.confidence or 0) >= LEGIBLE]
    if _is_noise([word for _, word in legible]):
        return [], []
    blocks = [
        _block(list(group), page) for _, group in groupby(legible, key=lambda pair: pair[0][:2])
    ]
    return [word for _, word in legible], blocks


@cache
def installed(languages: str) -> str:
    """Those of the languages that tesseract has. Raises MisconfiguredError if it has none."""
    from unstructured_pytesseract import TesseractNotFoundError, get_languages

    try:
        known = set(get_languages())
    except TesseractNotFoundError as error:
        raise MisconfiguredError("tesseract is not installed: apt install tesseract-ocr") from error
    found = [language for language in languages.split("+") if language in known]
    if not found:
        raise MisconfiguredError(
            f"tesseract has none of {languages}: apt install tesseract-ocr-{languages[:3]}, "
            "or set WINNOW_INGEST_OCR_LANGUAGES"
        )
    return "+".join(found)


def _is_noise(words: list[Word]) -> bool:
    """A photo without text gives specks; of those hardly one is a word, and none is clear."""
    sure = [word.confidence or 0 for word in words]
    clear = sum(
        sum(letter.isalnum() for letter in word.text) >= 3 and trust >= CLEAR
        for word, trust in zip(words, sure, strict=True)
    )
    return clear * 10 < len(words) and sum(sure) < SURE * len(words)


def _line(row: dict[str, Any]) -> Line:
    return int(row["block_num"]), int(row["par_num"]), int(row["line_num"])


def _word(row: dict[str, Any], page: int, size: tuple[int, int]) -> Word:
    left, top = row["left"] / size[0], row["top"] / size[1]
    box = box_within(left, top, left + row["width"] / size[0], top + row["height"] / size[1])
    confidence = round(min(float(row["conf"]), 100) / 100, 4)
    return Word(text=row["text"].strip(), page=page, box=box, confidence=confidence)


def _block(paragraph: list[tuple[Line, Word]], page: int) -> Block:
    words = [word for _, word in paragraph]
    lines = groupby(paragraph, key=lambda pair: pair[0])
    text = "\n".join(" ".join(word.text for _, word in line) for _, line in lines)
    return Block(text, classify(text), page, around(word.box for word in words))
