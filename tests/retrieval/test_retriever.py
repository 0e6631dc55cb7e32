"""A question's way through the retriever."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.retrieval.open import open_retriever
from winnow.retrieval.port import Filters, Retriever
from winnow.retrieval.settings import RetrievalSettings
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.retrieval import MemoryCatalogue
from winnow.testing.vectors import MemoryVectors

Write = Callable[..., Awaitable[None]]
RENT, FARM = uuid4(), uuid4()
LEASE = ("The lease begins in May.", "The rent is due monthly.", "Pets may live in the flat.")
KNOWN = {"acme": {RENT: {"/currency": "EUR"}, FARM: {"/currency": "USD"}}}


@pytest.fixture
async def stored(write: Write) -> None:
    await write(RENT, *LEASE)
    await write(FARM, "Cows eat grass.", "The rent of the field is due in autumn.")


@pytest.fixture
def make(embedder: HashingEmbedder, vectors: MemoryVectors) -> Callable[..., Retriever]:
    def made(**settings: object) -> Retriever:
        own = RetrievalSettings(**{"retrieval_neighbours": 0, **settings})  # type: ignore[arg-type]
        return open_retriever(own, embedder, vectors, MemoryCatalogue(KNOWN))

    return made


@pytest.mark.usefixtures("stored")
async def test_the_best_passage_comes_first_with_its_place(
    make: Callable[..., Retriever],
) -> None:
    found = await make().find("acme", "when is the monthly rent due?", limit=2)
    assert [(one.document_id, one.chunk) for one in found] == [(RENT, "c0001"), (FARM, "c0001")]
    assert found[0].file_name == "a.pdf"
    assert 1 >= found[0].score >= found[1].score >= 0


@pytest.mark.usefixtures("stored")
async def test_filters_are_resolved_to_documents(make: Callable[..., Retriever]) -> None:
    dollars = Filters(fields={"/currency": "USD"})
    found = await make().find("acme", "when is the monthly rent due?", filters=dollars)
    assert {one.document_id for one in found} == {FARM}
    nothing = Filters(fields={"/currency": "CHF"})
    assert await make().find("acme", "rent", filters=nothing) == ()


@pytest.mark.usefixtures("stored")
async def test_tenants_find_only_their_own(make: Callable[..., Retriever]) -> None:
    assert await make().find("globex", "rent") == ()
    of_acme = Filters(documents=(RENT,))
    assert await make().find("globex", "rent", filters=of_acme) == ()


@pytest.mark.usefixtures("stored")
async def test_an_empty_question_finds_nothing_and_embeds_nothing(
    make: Callable[..., Retriever], embedder: HashingEmbedder
) -> None:
    embedder.embedded.clear()
    assert await make().find("acme", "  ") == ()
    assert embedder.embedded == []


async def test_repeats_leave_their_place_to_others(
    make: Callable[..., Retriever], write: Write
) -> None:
    await write(RENT, "The rent is due monthly in advance.")
    await write(uuid4(), "The rent is due monthly, in advance")
    await write(FARM, "Rent for fields is due in autumn.")
    found = await make().find("acme", "the rent is due monthly in advance", limit=2)
    assert len(found) == 2
    assert FARM in {one.document_id for one in found}


@pytest.mark.usefixtures("stored")
async def test_what_stands_beside_the_best_follows_those_that_were_found(
    make: Callable[..., Retriever],
) -> None:
    found = await make(retrieval_neighbours=1).find("acme", "monthly rent", limit=1)
    assert [one.chunk for one in found] == ["c0001", "c0002", "c0000"]
    assert {one.document_id for one in found} == {RENT}
    assert found[0].score >= found[1].score


async def test_neighbours_that_do_not_fit_stay_out(
    make: Callable[..., Retriever], write: Write
) -> None:
    await write(RENT, "x " * 1800, "The rent is due monthly.", "Pets are welcome.")
    retriever = make(retrieval_neighbours=1, retrieval_tokens=1200)
    found = await retriever.find("acme", "monthly rent", limit=1)
    assert [one.chunk for one in found] == ["c0001", "c0002"]


async def test_a_model_has_no_say_in_a_language_that_it_does_not_know(
    make: Callable[..., Retriever], embedder: HashingEmbedder, write: Write
) -> None:
    await write(RENT, "Die Miete ist monatlich fällig.")
    embedder.name = "all-MiniLM-L6-v2/fp32"
    embedder.embedded.clear()
    found = await make().find("acme", "Wann ist denn die monatliche Miete fällig?")
    assert len(found) == 1
    assert embedder.embedded == []


@pytest.mark.usefixtures("stored")
async def test_a_store_that_does_not_answer_is_unreachable(
    make: Callable[..., Retriever], vectors: MemoryVectors
) -> None:
    vectors.fail_with(UnreachableError("vectors"))
    with pytest.raises(UnreachableError):
        await make().find("acme", "rent")


async def test_a_services_own_settings_will_do(
    embedder: HashingEmbedder,
    vectors: MemoryVectors,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WINNOW_RETRIEVAL_NEIGHBOURS", "0")
    await write(UUID(int=1), "The rent.", "The flat.")
    retriever = open_retriever(Settings(), embedder, vectors, MemoryCatalogue({}))
    assert len(await retriever.find("acme", "rent", limit=1)) == 1
