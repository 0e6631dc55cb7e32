"""Every ExampleStore, the fake included, keeps the same promises."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from winnow.contracts.tuning import TrainingExample
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.port import Erased, ExampleStore
from winnow.records.training_examples import TrainingExamples
from winnow.testing.examples import MemoryExamples


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ExampleStore]:
    if request.param == "memory":
        yield MemoryExamples()
        return
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql")()
    await migrate(url)
    database = open_database(url)
    yield TrainingExamples(database)
    await database.close()


def example(identity: str, document: str = "d1", **told: Any) -> TrainingExample:
    known: dict[str, Any] = {
        "task": "extract",
        "recipe": "receipt",
        "fields_hash": "f",
        "tenant": "acme",
        "sha256": document * 32,
        "group": document,
        "asked": "Extract.",
        "text": "text",
        "form": {"type": "object"},
        "answer": "{}",
        "origin": "review",
        "consent": True,
    }
    return TrainingExample(id=identity, document=document, **{**known, **told})


async def test_examples_are_found_by_recipe_and_task(store: ExampleStore) -> None:
    summary = example("c", task="summarise")
    assert await store.keep([example("a"), example("b", "d2", recipe="invoice"), summary]) == 3
    assert await store.of_recipe("receipt", "extract") == [example("a")]
    assert await store.of_recipe("receipt") == [example("a"), summary]
    assert await store.get("c") == summary
    assert await store.get("x") is None


async def test_a_document_that_is_decided_anew_has_new_examples(store: ExampleStore) -> None:
    await store.keep([example("a"), example("b"), example("c", "d2")])
    await store.keep([example("e")])
    assert {one.id for one in await store.of_recipe("receipt")} == {"c", "e"}


async def test_the_same_examples_again_change_nothing(store: ExampleStore) -> None:
    await store.keep([example("a")])
    await store.keep([example("a")])
    assert await store.of_recipe("receipt") == [example("a")]


async def test_erasing_takes_a_document_and_its_copies(store: ExampleStore) -> None:
    copy = example("b", "d2", sha256="d1" * 32, tenant="other")
    await store.keep([example("a"), copy, example("c", "d3")])
    assert await store.erase("d1") == Erased(2, ("d1" * 32,))
    assert [one.id for one in await store.of_recipe("receipt")] == ["c"]
    assert await store.erase("d1") == Erased(0, ())


async def test_a_document_is_erased_by_its_hash_as_well(store: ExampleStore) -> None:
    await store.keep([example("a"), example("c", "d3")])
    assert await store.erase("d3" * 32) == Erased(1, ("d3" * 32,))
