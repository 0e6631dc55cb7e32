"""A sentence cites only chunks that bear it out."""

from winnow.contracts.parsed import Chunk
from winnow_summarise.citing import cite, support
from winnow_summarise.parts import group, spread

PASSAGES = {
    "c0": "The supplier delivers twelve tonnes of coal every month.",
    "c1": "Payment of 4,500.00 EUR falls due within thirty days.",
}


def test_the_chunks_that_the_model_names_are_cited_if_they_bear_it_out() -> None:
    assert cite("Payment falls due within thirty days.", ["c1"], PASSAGES) == ("c1",)


def test_a_wrong_citation_is_put_right() -> None:
    assert cite("Payment falls due within thirty days.", ["c0"], PASSAGES) == ("c1",)
    assert cite("Payment falls due within thirty days.", ["c9"], PASSAGES) == ("c1",)


def test_a_sentence_that_no_chunk_bears_out_cites_nothing() -> None:
    assert cite("The moon orbits around planet Earth.", ["c0", "c1"], PASSAGES) == ()


def test_numbers_count_as_words() -> None:
    assert support("4,500.00", PASSAGES["c1"]) == 1.0
    assert support("4,600.00", PASSAGES["c1"]) == 0.0


def chunks(*sizes: int) -> list[Chunk]:
    return [
        Chunk(id=f"c{at}", index=at, text="x" * size, elements=(), pages=(1,))
        for at, size in enumerate(sizes)
    ]


def test_chunks_are_grouped_whole_and_in_order() -> None:
    parts = group(chunks(40, 40, 40, 200, 10), size=100)
    assert [[chunk.id for chunk in part] for part in parts] == [
        ["c0", "c1"],
        ["c2"],
        ["c3"],
        ["c4"],
    ]


def test_of_many_parts_some_are_read_evenly_from_the_first_to_the_last() -> None:
    parts = group(chunks(*[100] * 9), size=100)
    assert [part[0].id for part in spread(parts, 3)] == ["c0", "c4", "c8"]
    assert spread(parts, 20) == parts
    assert [part[0].id for part in spread(parts, 1)] == ["c0"]
