"""The cache of answered questions, on every database."""

import numpy as np
import pytest

from winnow.records.database import Database
from winnow.records.questions import Questions
from winnow.semantic import SemanticCache
from winnow.semantic.evaluating import Asked, evaluate
from winnow.testing.embedder import HashingEmbedder


@pytest.fixture
def cache(database: Database) -> SemanticCache:
    return SemanticCache(HashingEmbedder(), Questions(database))


async def test_a_question_is_found_again_in_other_words(cache: SemanticCache) -> None:
    await cache.keep("acme", "Who founded the firm in 1990?", {"answer": "Ann"}, ["d1"])
    found = await cache.find("acme", "who founded the firm in 1990")
    assert found is not None
    assert found.answer == {"answer": "Ann"}
    assert await cache.find("acme", "Who founded the firm in 1991?") is None


async def test_tenants_and_scopes_never_share(cache: SemanticCache) -> None:
    await cache.keep("acme", "Who pays?", {"answer": "Ann"}, ["d1"], scope="contracts")
    assert await cache.find("other", "Who pays?", scope="contracts") is None
    assert await cache.find("acme", "Who pays?", scope="invoices") is None
    assert await cache.find("acme", "Who pays?", scope="contracts") is not None


async def test_an_answer_goes_with_any_document_that_it_rests_on(cache: SemanticCache) -> None:
    await cache.keep("acme", "Who pays?", {"answer": "Ann"}, ["d1", "d2"])
    await cache.keep("acme", "Who wins?", {"answer": "Bob"}, ["d3"])
    assert await cache.forget("other", "d2") == 0
    assert await cache.forget("acme", "d2") == 1
    assert await cache.find("acme", "Who pays?") is None
    assert await cache.find("acme", "Who wins?") is not None


async def test_a_newer_answer_takes_the_place_of_the_older(cache: SemanticCache) -> None:
    await cache.keep("acme", "Who pays?", {"answer": "Ann"}, ["d1"])
    await cache.keep("acme", "Who pays?", {"answer": "Bob"}, ["d2"])
    assert await cache.forget("acme", "d1") == 0
    found = await cache.find("acme", "Who pays?")
    assert found is not None
    assert found.answer == {"answer": "Bob"}


async def test_the_evaluation_tells_found_from_false() -> None:
    asked = [
        Asked(f"Who founded {name} in {year}?", "en")
        for name, year in (("Acme", 1990), ("Apex", 1890), ("Orbit", 1790))
    ]
    told = await evaluate([*asked, asked[0]], HashingEmbedder())
    assert told["questions"] == len(asked)
    guarded = told["guarded"]
    assert guarded["hit_rate"]["share"] > 0.5
    assert guarded["false_hit_rate"]["count"] == 0
    assert guarded["answered_by_kind"]["number"] == [0, 3]
    assert np.isfinite(told["cosine_alone"]["threshold"])
