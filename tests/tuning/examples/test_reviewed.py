"""Reviewed documents: what a reviewer stands for is the truth, and only with consent."""

import json
from typing import Any
from uuid import UUID

import pytest

from winnow.config import Settings
from winnow.contracts.base import BlobRef, document_id_of
from winnow.contracts.documents import Source
from winnow.contracts.evidence import Sentence, Summary
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.results import ResultBody
from winnow.contracts.reviews import FieldDecision, ReviewDecided
from winnow.contracts.tuning import Task
from winnow.evaluation.given import given_document
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe
from winnow.records.moment import now
from winnow.testing.examples import MemoryExamples, MemoryTrainedModels
from winnow.tuning.examples import record_reviewed
from winnow.tuning.examples.forgetting import forget

TEXT = "CORNER CAFE\n\nTea 3.00\n\nTotal 3.00"
DATA: dict[str, Any] = {
    "company": "CORNER CAFE",
    "date": None,
    "total": 3.0,
    "paid": None,
    "items": [{"name": "Tea", "amount": 3.0}],
}
BYTES = "ab" * 32
DOCUMENT: UUID = document_id_of("acme", BYTES)


def blob(digest: str) -> BlobRef:
    return BlobRef(uri=f"blob://acme/{digest}", sha256=digest, size=1)


def decided(**told: Any) -> ReviewDecided:
    source = Source(
        file_name="a.pdf",
        original=blob(BYTES),
        media_type="application/pdf",
        pages=1,
        parsed=blob("cd" * 32),
        submitted_at=now(),
        submission="s",
    )
    known: dict[str, Any] = {
        "document_id": DOCUMENT,
        "tenant": "acme",
        "source": source,
        "requested": "r",
        "reviewer": "ida",
        "outcome": "approved",
        "revision": 1,
    }
    return ReviewDecided(**{**known, **told})


def body(summary: str = "", **data: Any) -> ResultBody:
    sentences = (Sentence(text=summary, chunks=()),) if summary else ()
    return ResultBody(data={**DATA, **data}, leaves={}, summary=Summary(sentences=sentences))


@pytest.fixture
def parsed() -> ParsedDocument:
    return given_document(TEXT)


@pytest.fixture
def consenting(settings: Settings) -> Settings:
    return settings.model_copy(update={"training_consent": "globex,acme"})


async def test_the_final_value_is_the_truth(
    parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    [one] = await record_reviewed(decided(), parsed, slip, consenting, body=body(total=3.5))
    assert json.loads(one.answer) == {**DATA, "total": 3.5}
    assert (one.document, one.sha256, one.tenant) == (str(DOCUMENT), BYTES, "acme")
    assert (one.origin, one.labelled_by, one.consent) == ("review", "ida", True)
    assert one.labelled_at is not None


async def test_nothing_is_made_of_the_documents_of_others(
    parsed: ParsedDocument, slip: Recipe, settings: Settings
) -> None:
    for named in ("", "acm", "acmee, globex"):
        others = settings.model_copy(update={"training_consent": named})
        assert await record_reviewed(decided(), parsed, slip, others, body=body()) == []
    everybody = settings.model_copy(update={"training_consent": "*"})
    assert len(await record_reviewed(decided(), parsed, slip, everybody, body=body())) == 1


@pytest.mark.parametrize("told", [{"outcome": "rejected"}, {"signed_off": True}])
async def test_what_nobody_stands_for_makes_no_example(
    told: dict[str, Any], parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    assert await record_reviewed(decided(**told), parsed, slip, consenting, body=body()) == []


async def test_another_recipe_that_a_reviewer_named_is_the_right_type(
    parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    named = decided(outcome="reclassified", recipe="letter")
    tasks: tuple[Task, ...] = ("extract", "classify")
    [one] = await record_reviewed(named, parsed, slip, consenting, tasks=tasks)
    assert one.task == "classify"
    assert json.loads(one.answer) == {"type": "letter"}


async def test_a_summary_is_taken_only_where_a_reviewer_looked_at_it(
    parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    said = body("CORNER CAFE: Total 3.00.")
    unseen, seen = (
        decided(),
        decided(fields=(FieldDecision(pointer="/0", action="confirm", part="summary"),)),
    )
    for decision, count in ((unseen, 0), (seen, 1)):
        made = await record_reviewed(
            decision, parsed, slip, consenting, body=said, tasks=("summarise",)
        )
        assert len(made) == count


async def test_without_a_result_a_decision_must_name_every_field(
    parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    some = decided(fields=(FieldDecision(pointer="/total", action="correct", value=3.5),))
    assert await record_reviewed(some, parsed, slip, consenting) == []


async def test_forgetting_a_document_marks_the_models_that_knew_it(
    parsed: ParsedDocument, slip: Recipe, consenting: Settings
) -> None:
    store = MemoryExamples()
    models = MemoryTrainedModels({"base+a@1": [BYTES], "base+b@2": ["ef" * 32]})
    await store.keep(await record_reviewed(decided(), parsed, slip, consenting, body=body()))
    gone = await forget(str(DOCUMENT), store, models)
    assert (gone.examples, gone.sha256, gone.models) == (1, (BYTES,), ("base+a@1",))
    assert models.erased == {"base+a@1": {BYTES}}
    assert store.kept == []


async def test_a_document_that_is_in_no_store_is_known_by_its_hash() -> None:
    models = MemoryTrainedModels({"base+a@1": [BYTES]})
    gone = await forget(BYTES, MemoryExamples(), models)
    assert (gone.examples, gone.models) == (0, ("base+a@1",))


async def test_a_decision_that_names_every_field_needs_no_result(
    parsed: ParsedDocument, consenting: Settings
) -> None:
    letter = load_recipe(consenting.recipes / "letter.yaml")
    corrected = FieldDecision(pointer="/sender", action="correct", value="CORNER CAFE")
    [one] = await record_reviewed(decided(fields=(corrected,)), parsed, letter, consenting)
    assert json.loads(one.answer) == {"sender": "CORNER CAFE"}
