"""A sentence cites only places that bear it out."""

import pytest

from winnow.contracts.parsed import Chunk
from winnow_summarise.citing import Passages, cite
from winnow_summarise.sentences import sentences_of

CHUNKS = {
    "c0": "The supplier delivers twelve tonnes of coal every month. Coal is weighed at the gate.",
    "c1": "Payment of 4,500.00 EUR falls due within thirty days. Ada Byron does not pay freight.",
}


def passages() -> Passages:
    return {id_: sentences_of([chunk(id_, text)]) for id_, text in CHUNKS.items()}


def chunk(id_: str, text: str) -> Chunk:
    return Chunk(id=id_, index=0, text=text, elements=(), pages=(1,))


def quoted(sentence: str, *named: str) -> list[str]:
    """The places that are cited, as they stand in the chunks."""
    found = cite(sentence, named, passages())
    spans = found.spans if found else ()
    return [CHUNKS[one.chunk][one.start : one.end] for one in spans]


def test_the_chunks_that_the_model_names_are_cited_if_they_bear_it_out() -> None:
    found = cite("Payment falls due within thirty days.", ["c1"], passages())
    assert found is not None
    assert found.chunks == ("c1",)
    assert quoted(found.text, "c1") == ["Payment of 4,500.00 EUR falls due within thirty days."]


@pytest.mark.parametrize("named", ["c0", "c9"])
def test_a_wrong_citation_is_put_right(named: str) -> None:
    assert quoted("Payment falls due within thirty days.", named) == [
        "Payment of 4,500.00 EUR falls due within thirty days."
    ]


def test_a_sentence_may_rest_on_two_chunks() -> None:
    said = "Twelve tonnes of coal are delivered every month, and payment falls due in thirty days."
    found = cite(said, ["c0", "c1"], passages())
    assert found is not None
    assert set(found.chunks) == {"c0", "c1"}


@pytest.mark.parametrize(
    "wrong",
    [
        "The moon orbits around planet Earth.",  # other words
        "Payment of 4,600.00 EUR falls due within thirty days.",  # another number
        "The supplier delivers eleven tonnes of coal every month.",  # the same in words
        "The supplier, Meridian, delivers coal every month.",  # a name that is nowhere
        "The supplier never delivers tonnes of coal.",  # it denies
        "Ada Byron does pay freight.",  # it leaves out the denial
    ],
)
def test_a_sentence_that_nothing_bears_out_goes(wrong: str) -> None:
    assert cite(wrong, ["c0", "c1"], passages()) is None


def test_what_is_denied_there_may_be_denied() -> None:
    assert quoted("Ada Byron does not pay freight.", "c1") == ["Ada Byron does not pay freight."]


def test_a_one_in_words_is_no_number_and_a_figure_is() -> None:
    assert cite("One supplier delivers coal every month.", ["c0"], passages())
    assert cite("1 supplier delivers coal every month.", ["c0"], passages()) is None
