"""Real receipts: every answer fits its form, and its values stand in the text that is shown."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from winnow.config import Settings
from winnow.evaluation.labelled import read_labelled
from winnow.layout.candidates import letters
from winnow.prompts import unfenced
from winnow.recipes.load import load_recipe
from winnow.tuning.examples import record_examples
from winnow.tuning.examples.standing import Line

RECIPES: Final = Path(__file__).parents[3] / "bench" / "ladder" / "recipes"
DATA: Final = Path(os.environ.get("LABELLED_DATA", "data")) / "receipts_sroie" / "index.jsonl"
SOME: Final = 60  # documents, so that it takes seconds


@pytest.mark.skipif(not DATA.is_file(), reason="LABELLED_DATA names no receipts_sroie")
async def test_values_of_receipts_stand_in_their_texts(tmp_path: Path) -> None:
    recipe = load_recipe(RECIPES / "receipt.yaml")
    settings = Settings(data=tmp_path, recipes=RECIPES, model="local")
    labelled = read_labelled(DATA, recipe)[:SOME]
    odd = {row["id"]: set(row["gold_not_in_ocr"]) for row in _rows()}
    examples = await record_examples(labelled, recipe, settings, use_given_text=True)
    assert len(examples) >= SOME - 1  # one has no total
    for one in examples:
        jsonschema.validate(json.loads(one.answer), one.form)
        answer, text = json.loads(one.answer), unfenced(one.text)
        absent = {name for name, value in answer.items() if not stands(name, value, text)}
        assert absent <= odd[one.document]


def stands(name: str, value: Any, text: str) -> bool:
    """Whether a value is printed, be its words or its day's digits run together."""
    line = Line(" ".join(text.split()), 0)
    if value is None or line.holds(value) == 1:
        return True
    if name == "date":
        day = date.fromisoformat(value)
        return any(f"{day:{form}}" in text for form in ("%d%m%Y", "%Y%m%d"))
    return isinstance(value, str) and letters(value) in letters(text)


def _rows() -> Iterator[dict[str, Any]]:
    for line in DATA.read_text("utf-8").splitlines():
        yield json.loads(line)
