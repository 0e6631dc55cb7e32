"""A sentence holds if what it cites says so: numbers, names and denials are not taken on trust."""

from uuid import UUID

import pytest

from winnow.answering.checking import check
from winnow.answering.drafts import Draft, Place
from winnow.answering.locating import locate
from winnow.answering.readable import Passage
from winnow.answering.sentences import Span
from winnow.answering.vectors import SentenceVectors
from winnow.contracts.questions import Source
from winnow.testing.embedder import HashingEmbedder

TEXT = (
    "The Vell bridge was opened by Ida Brandt. She opened it in May 1931 for 4.2 million crowns. "
    "Trucks are not allowed on it. Cars pay two crowns."
)


def passage(cuts: tuple[Span, ...] = ()) -> Passage:
    source = Source(
        document_id=UUID(int=1),
        file_name="bridge.txt",
        chunk="c0",
        page=1,
        text=TEXT,
        score=1.0,
    )
    return Passage(source, TEXT, cuts)


def draft(text: str, quote: str, cuts: tuple[Span, ...] = ()) -> Draft:
    found = locate(quote, TEXT)
    places = (Place(passage(cuts), found.span),) if found else ()
    return Draft(text, places, "writing", quote, lost=() if found else (quote,))


async def why(one: Draft) -> str:
    return (await check(one, SentenceVectors(HashingEmbedder()), "en")).why


async def test_a_sentence_in_the_words_of_its_quote_holds() -> None:
    said = draft("Ida Brandt opened the bridge in May 1931.", "She opened it in May 1931")
    verdict = await check(said, SentenceVectors(HashingEmbedder()), "en")
    assert verdict.holds
    assert verdict.support > 0.6


@pytest.mark.parametrize(
    ("said", "quote", "reason"),
    [
        ("It was opened in May 1932.", "opened it in May 1931", "number 1932"),
        ("It cost 42 million crowns.", "4.2 million crowns", "number 42"),
        ("Trucks are allowed on it.", "Trucks are not allowed on it", "denies"),
        ("Cars do not pay two crowns.", "Cars pay two crowns", "denies"),
        ("It was opened by Otto Lund in May 1931.", "opened it in May 1931", "name"),
        ("Cars pay two crowns.", "Cars pay nothing at all", "does not stand there"),
        ("Cars pollute air, harm lungs and cause noise.", "Cars pay two crowns", "of its words"),
    ],
)
async def test_what_the_quote_does_not_say_is_told(said: str, quote: str, reason: str) -> None:
    assert reason in await why(draft(said, quote))


async def test_nothing_is_quoted_from_what_was_cut_out() -> None:
    cut = (Span(0, 41),)
    assert "kept from models" in await why(draft("Ida Brandt opened it.", "opened by Ida", cut))


async def test_a_name_may_stand_in_the_sentence_before_the_quoted_one() -> None:
    assert await why(draft("Ida Brandt opened it in May 1931.", "opened it in May 1931")) == ""
    assert "'brandt'" in await why(draft("Cars of Brandt pay two crowns.", "Cars pay two crowns"))
