"""Every VectorStore, the fake included, keeps the same promises."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from pydantic import SecretStr

from winnow.testing.vectors import MemoryVectors
from winnow.vectors.lancedb import LanceVectors
from winnow.vectors.port import Passage, VectorStore
from winnow.vectors.weaviate import WeaviateVectors

BILL, LETTER = uuid5(NAMESPACE_URL, "bill"), uuid5(NAMESPACE_URL, "letter")


@pytest.fixture(params=["memory", "lancedb", pytest.param("weaviate", marks=pytest.mark.live)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VectorStore]:
    store = _make(request, tmp_path)
    yield store
    await store.close()


@pytest.fixture
def tenant() -> str:
    """A tenant nobody used before: the server is shared by all tests."""
    return f"t{uuid4().hex[:12]}"


def passage(chunk: str, text: str, vector: list[float], document_id: UUID = BILL) -> Passage:
    return Passage(
        id=uuid5(document_id, chunk),
        document_id=document_id,
        chunk=chunk,
        text=text,
        page=2,
        file_name="bill.pdf",
        vector=vector,
    )


PASSAGES = [
    passage("c1", "Invoice 4711 of the blacksmith", [1.0, 0.0, 0.0]),
    passage("c2", "Die Zahlung ist fällig", [0.0, 1.0, 0.0]),
    passage("c3", "birds sing at dawn, and the sun", [0.0, 0.0, 1.0], LETTER),
]


async def test_writing_twice_leaves_one(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    await store.upsert(tenant, PASSAGES)
    assert await store.count(tenant) == 3
    await store.upsert(tenant, [passage("c1", "Receipt", [1.0, 0.0, 0.0])])
    assert await store.count(tenant) == 3
    hits = await store.search(tenant, "receipt", [1.0, 0.0, 0.0], limit=1)
    assert [hit.text for hit in hits] == ["Receipt"]


async def test_alpha_zero_finds_the_keyword(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    hits = await store.search(tenant, "blacksmith", [0.0, 0.0, 1.0], alpha=0)
    assert [(hit.chunk, hit.document_id, hit.page) for hit in hits] == [("c1", BILL, 2)]


async def test_alpha_one_finds_the_vector(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    hits = await store.search(tenant, "blacksmith", [0.1, 0.0, 1.0], limit=2, alpha=1)
    assert [hit.chunk for hit in hits] == ["c3", "c1"]


async def test_both_count_in_between(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    hits = await store.search(tenant, "4711 zahlung", [0.1, 1.0, 0.0], alpha=0.5)
    assert hits[0].chunk == "c2"
    assert {hit.chunk for hit in hits} >= {"c1", "c2"}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


async def test_any_text_may_be_searched(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    for text in ("", "  ", "the", "a AND (b OR", "fällig: 'x' \"y\" -z *", "ünïcode ✓"):
        hits = await store.search(tenant, text, [0.0, 1.0, 0.0], limit=3)
        assert "c2" in {hit.chunk for hit in hits}


async def test_words_of_any_language_are_keywords(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    assert [h.chunk for h in await store.search(tenant, "FÄLLIG", [1.0, 0, 0], alpha=0)] == ["c2"]
    assert [h.chunk for h in await store.search(tenant, "the", [1.0, 0, 0], alpha=0, limit=1)]


@pytest.mark.parametrize(
    ("question", "chunk"),
    [
        ("谁写了这封信", "zh"),
        ("ما هي المدينة الكبيرة", "ar"),
        ("Wie viele Häuser?", "de"),
        ("invoices", "c1"),
    ],
)
async def test_keywords_are_found_without_spaces_and_in_other_forms(
    store: VectorStore, tenant: str, question: str, chunk: str
) -> None:
    foreign = {
        "zh": "这封信是王先生在北京写的。",
        "ar": "والمدينة كبيرة وفيها نهر",
        "de": "Ein Haus am Seehäuserweg",
    }
    others = [passage(name, text, [0.0, 1.0, 0.0]) for name, text in foreign.items()]
    await store.upsert(tenant, [*PASSAGES, *others])
    hits = await store.search(tenant, question, [1.0, 0.0, 0.0], alpha=0, limit=1)
    assert [hit.chunk for hit in hits] == [chunk]


async def test_a_search_may_be_kept_to_some_documents(store: VectorStore, tenant: str) -> None:
    other = uuid5(NAMESPACE_URL, "other")
    more = passage("c4", "the invoice of the sun", [1.0, 0.0, 0.0], other)
    await store.upsert(tenant, [*PASSAGES, more])
    for alpha in (0.0, 0.5, 1.0):
        hits = await store.search(
            tenant, "invoice sun", [1.0, 0.0, 0.0], alpha=alpha, documents=(LETTER, other)
        )
        assert {hit.chunk for hit in hits} == {"c3", "c4"}
    assert await store.search(tenant, "invoice", [1.0, 0.0, 0.0], documents=()) == []


async def test_passages_of_a_document_are_fetched_by_chunk(store: VectorStore, tenant: str) -> None:
    assert await store.fetch(tenant, BILL, ["c1"]) == {}
    await store.upsert(tenant, PASSAGES)
    found = await store.fetch(tenant, BILL, ["c0", "c2", "c3"])
    assert {chunk: hit.text for chunk, hit in found.items()} == {"c2": "Die Zahlung ist fällig"}
    assert found["c2"].score == 0
    assert await store.fetch(tenant, BILL, []) == {}


async def test_a_search_may_be_kept_to_one_document(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, PASSAGES)
    hits = await store.search(tenant, "invoice sun", [1.0, 0.0, 0.0], documents={LETTER})
    assert [hit.chunk for hit in hits] == ["c3"]


async def test_tenants_do_not_see_each_other(store: VectorStore, tenant: str) -> None:
    other = f"{tenant}-other"
    await store.upsert(tenant, PASSAGES)
    assert await store.count(other) == 0
    assert await store.search(other, "invoice", [1.0, 0.0, 0.0]) == []
    assert await store.erase(other, BILL) == 0
    await store.upsert(other, [passage("x", "invoice", [1.0, 0.0, 0.0])])
    hits = await store.search(other, "invoice", [1.0, 0.0, 0.0])
    assert [hit.chunk for hit in hits] == ["x"]
    assert await store.count(tenant) == 3


async def test_erasing_takes_a_documents_passages_and_no_others(
    store: VectorStore, tenant: str
) -> None:
    await store.upsert(tenant, PASSAGES)
    assert await store.erase(tenant, BILL) == 2
    assert await store.erase(tenant, BILL) == 0
    assert await store.count(tenant, BILL) == 0
    assert await store.count(tenant, LETTER) == 1
    hits = await store.search(tenant, "invoice", [1.0, 0.0, 0.0])
    assert [hit.chunk for hit in hits] == ["c3"]


async def test_many_passages_are_written_and_erased(store: VectorStore, tenant: str) -> None:
    many = [passage(f"c{n}", f"word{n}", [1.0, n, 0.0]) for n in range(1100)]
    await store.upsert(tenant, many)
    assert await store.count(tenant, BILL) == 1100
    hits = await store.search(tenant, "word1099", [1.0, 0, 0], alpha=0, limit=1)
    assert [hit.chunk for hit in hits] == ["c1099"]
    assert await store.erase(tenant, BILL) == 1100


async def test_no_passages_are_no_work(store: VectorStore, tenant: str) -> None:
    await store.upsert(tenant, [])
    assert await store.count(tenant) == 0


async def test_a_working_store_is_ready(store: VectorStore) -> None:
    await store.ready()


def _make(request: pytest.FixtureRequest, folder: Path) -> VectorStore:
    if request.param == "memory":
        return MemoryVectors()
    if request.param == "lancedb":
        return LanceVectors(folder / "lancedb", 3)
    server = request.getfixturevalue("weaviate_server")
    return WeaviateVectors(server.url, server.grpc_port, SecretStr(server.api_key))
