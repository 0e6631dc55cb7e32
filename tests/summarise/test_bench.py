"""What the measurement of summaries itself is worth."""

from pathlib import Path
from random import Random

import pytest
from bench.ask.summary_baselines import as_long_as, baselines
from bench.ask.summary_citations import checks_out, control
from bench.ask.summary_rouge import scores, told
from bench.ask.summary_sets import queries

from winnow.contracts.evidence import CitedSpan, Sentence
from winnow.contracts.parsed import Chunk, Page, ParsedDocument

TEXT = (
    "Ada Byron paid 40 pounds for the engine. The weather was fine on that day. "
    "Nobody wanted to buy the engine from Ada Byron later. Ada Byron kept the engine."
)
DATA = Path(__file__).parents[2].parent / "shared" / "data"


def document() -> ParsedDocument:
    chunk = Chunk(id="c0", index=0, text=TEXT, elements=(), pages=(1,))
    return ParsedDocument(text=TEXT, pages=(Page(number=1),), elements=(), chunks=(chunk,))


def says(text: str, quoted: str) -> Sentence:
    start = TEXT.index(quoted)
    span = CitedSpan(chunk="c0", start=start, end=start + len(quoted))
    return Sentence(text=text, chunks=("c0",), spans=(span,))


PAID = "Ada Byron paid 40 pounds for the engine."


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (PAID, True),
        ("Ada Byron paid 40 pounds.", True),
        ("Ada Byron paid 50 pounds.", False),
        ("Ada Byron never paid 40 pounds.", False),
        ("The Ada of Babbage paid 40 pounds.", False),
        ("Some other people like old machines a lot.", False),
    ],
)
def test_a_citation_checks_out_only_where_it_bears_the_sentence_out(text: str, holds: bool) -> None:
    assert checks_out(says(text, PAID), document()) is holds


def test_a_place_that_does_not_exist_checks_out_for_nothing() -> None:
    wrong = Sentence(text=PAID, chunks=("c0",), spans=(CitedSpan(chunk="c0", start=0, end=9_000),))
    assert not checks_out(wrong, document())
    assert not checks_out(Sentence(text=PAID, chunks=("c0",)), document())


def test_other_places_do_not_bear_a_sentence_out() -> None:
    assert not control(says(PAID, PAID), document(), Random(1))


def test_rouge_is_of_the_best_reference() -> None:
    same = scores(("The engine was kept.",), ("Nothing.", "The engine was kept."))
    assert same == [100.0] * 4


def test_the_order_of_sentences_matters_to_one_long_line_only() -> None:
    _, _, line, summary = scores(("b b b b.", "a a a a."), ("a a a a. b b b b.",))
    assert summary == 100.0
    assert line == 50.0


def test_an_interval_is_as_wide_as_documents_differ() -> None:
    apart = told([(f"d{at}", [float(at % 2 * 100)] * 4) for at in range(20)], seed=0)
    alike = told([(f"d{at}", [50.0] * 4) for at in range(20)], seed=0)
    assert apart["rouge1"]["mean"] == alike["rouge1"]["mean"] == 50.0
    assert apart["rouge1"]["low"] < 40 < 60 < apart["rouge1"]["high"]
    assert alike["geometric_mean"]["low"] == alike["geometric_mean"]["high"] == 50.0


def test_textrank_puts_what_is_shared_first_and_all_are_as_long() -> None:
    orders = baselines(document(), "0")
    assert orders["lead"][0] == PAID
    assert orders["TextRank"][-1] == "The weather was fine on that day."
    assert sorted(orders["random"]) == sorted(orders["lead"])
    assert as_long_as(orders["lead"], 9) == orders["lead"][:2]


@pytest.mark.skipif(not DATA.exists(), reason="the labelled data sets are not here")
def test_queries_are_of_the_split_and_of_whole_documents() -> None:
    every = queries(DATA, "test", 2, seed=0)
    assert {one.part for one in every} == {
        "meetings_whole",
        "meetings_asked",
        "stories_whole",
        "stories_asked",
    }
    assert len({one.document for one in every}) == 4
    assert all(one.focus == "" for one in every if one.part.endswith("whole"))
    assert all(len(one.references) == 4 for one in every if one.part.startswith("stories"))
