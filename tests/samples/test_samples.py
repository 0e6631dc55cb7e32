"""The made-up documents and what is said to be in them."""

import email
import email.policy
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from winnow.contracts.evidence import Match
from winnow.contracts.parsed import Element, ParsedDocument
from winnow.recipes.form import form_of
from winnow.recipes.load import load_recipes
from winnow.recipes.pointers import lacking, leaves
from winnow.recipes.rules import broken_rules
from winnow.recipes.validity import valid_leaf
from winnow_extract.grounding import SourceIndex, ground

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TRUTH = [json.loads(line) for line in (SAMPLES / "truth.jsonl").read_text("utf-8").splitlines()]
RECIPES = load_recipes(ROOT / "recipes")


def text_of(path: Path) -> str | None:
    """The document's text, read in the plainest way; None for pictures."""
    match path.suffix:
        case ".pdf":
            pages = pypdfium2.PdfDocument(path)
            return "\n".join(page.get_textpage().get_text_range() for page in pages)
        case ".docx":
            document = docx.Document(str(path))
            cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
            return "\n".join([*(part.text for part in document.paragraphs), *cells])
        case ".xlsx":
            rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
            return "\n".join(" ".join(str(c) for c in row if c is not None) for row in rows)
        case ".html":
            return unescape(re.sub("<[^>]+>", "\n", path.read_text("utf-8")))
        case ".eml":
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            return str(mail.get_content())
        case ".md" | ".txt":
            return path.read_text("utf-8")
        case _:
            return None


@pytest.mark.parametrize("case", TRUTH, ids=lambda case: case["id"])
def test_the_truth_fits_its_recipe(case: dict[str, Any]) -> None:
    recipe = RECIPES[case["recipe"]]

    form_of(recipe).model_validate(case["gold"])
    assert broken_rules(recipe, case["gold"]) == ()
    assert lacking(case["gold"], recipe.must_have) == ()
    assert all(valid_leaf(recipe, at, value) for at, value in leaves(case["gold"]).items())


@pytest.mark.parametrize("case", TRUTH, ids=lambda case: case["id"])
def test_every_true_value_stands_in_its_document(case: dict[str, Any]) -> None:
    text = text_of(SAMPLES / case["file"])
    if not (text or "").strip():
        pytest.skip("a picture: its text needs OCR")
    assert text is not None
    whole = Element(id="1", category="Text", text=text, page=1, start=0, end=len(text))
    parsed = ParsedDocument(text=text, pages=(), elements=(whole,), chunks=())
    index = SourceIndex(parsed)

    missing = {
        pointer: value
        for pointer, value in leaves(case["gold"]).items()
        if value is not None and ground(index, value).kind in (Match.NONE, Match.FUZZY)
    }

    assert missing == {}


def test_there_are_enough_kinds_of_documents() -> None:
    kinds = {Path(case["file"]).suffix for case in TRUTH}

    assert len(TRUTH) >= 12
    assert {case["recipe"] for case in TRUTH} == set(RECIPES)
    assert kinds == {".pdf", ".png", ".docx", ".xlsx", ".html", ".eml", ".md", ".txt"}


def test_every_document_has_a_truth() -> None:
    files = {f"documents/{path.name}" for path in (SAMPLES / "documents").iterdir()}

    assert files == {case["file"] for case in TRUTH}


def test_one_contract_has_sixty_pages_or_more() -> None:
    assert len(pypdfium2.PdfDocument(SAMPLES / "documents" / "contract-long.pdf")) >= 60


def test_the_scan_has_no_text() -> None:
    assert not (text_of(SAMPLES / "documents" / "invoice-scan.pdf") or "").strip()


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 3_000_000


def test_making_them_again_gives_the_same_truth(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    code = (
        f"from pathlib import Path; from samples.make import write; write(Path({str(tmp_path)!r}))"
    )

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

    made = (tmp_path / "truth.jsonl").read_bytes()
    assert made == (SAMPLES / "truth.jsonl").read_bytes()
    text = ("contract-notes.md", "receipt-mail.eml", "receipt-plain.txt", "invoice-web.html")
    for name in text:
        old = (SAMPLES / "documents" / name).read_bytes()
        assert (tmp_path / "documents" / name).read_bytes() == old
