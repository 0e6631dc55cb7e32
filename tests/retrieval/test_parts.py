"""Repeats, the budget and late interaction."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import TokenEmbedder
from winnow.retrieval.budget import tokens_of, within
from winnow.retrieval.repeats import without_repeats
from winnow.retrieval.reranking import max_sim, reranked
from winnow.vectors.port import Hit

Make = Callable[..., Hit]
LETTER = "Thank you for your order of garden chairs, which we have sent to you by train on Monday."


class LetterEmbedder:
    """A token is a letter."""

    async def embed_tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return [np.eye(128, dtype=np.float32)[[ord(one) for one in text]] for text in texts]


def test_a_file_that_was_sent_twice_is_shown_once(hit: Make) -> None:
    hits = [hit(LETTER, document=1), hit(LETTER.upper() + " ", document=2), hit("other")]
    assert [one.document_id.int for one in without_repeats(hits)] == [1, 1]


def test_texts_that_differ_in_a_number_are_no_repeats(hit: Make) -> None:
    hits = [hit(f"{LETTER} Total: EUR 41.00"), hit(f"{LETTER} Total: EUR 42.00")]
    assert list(without_repeats(hits)) == hits


def test_texts_that_only_begin_alike_are_no_repeats(hit: Make) -> None:
    hits = [hit(LETTER), hit(LETTER + " The invoice follows by post within the next few days.")]
    assert list(without_repeats(hits)) == hits


def test_chinese_repeats_are_seen_too(hit: Make) -> None:
    text = "感谢您订购花园椅我们已于星期一用火车寄出请查收"
    assert len(list(without_repeats([hit(text), hit(text + "。")]))) == 1


def test_a_passage_that_does_not_fit_is_passed_over_for_a_shorter_one(hit: Make) -> None:
    hits = [hit("a" * 30), hit("b" * 300), hit("c" * 30), hit("d" * 3)]
    chosen, left = within(hits, 8, 21)
    assert [one.text[0] for one in chosen] == ["a", "c", "d"]
    assert left == 0
    assert [one.text[0] for one in within(hits, 1, 1000)[0]] == ["a"]


def test_scripts_with_more_tokens_a_letter_take_more_of_the_budget() -> None:
    assert tokens_of("北京") == 2
    assert tokens_of("abc") == 1
    assert tokens_of("") == 0


def test_each_token_of_the_question_counts_by_its_nearest_of_the_passage() -> None:
    question = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    assert max_sim(question, np.array([[1.0, 0.0]], dtype=np.float32)) == 0.5
    assert max_sim(question, question) == 1.0
    assert max_sim(question, question[:0]) == 0.0


async def test_late_interaction_reorders_the_first_and_leaves_the_rest(hit: Make) -> None:
    embedder = LetterEmbedder()
    assert isinstance(embedder, TokenEmbedder)
    hits = [hit("xyz", 0.9), hit("question", 0.85), hit("qux", 0.8), hit("zz", 0.3)]
    found = await reranked("question", hits, embedder, top=3)
    assert [one.text for one in found] == ["question", "xyz", "qux", "zz"]
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0.3
    assert scores[0] <= 1


async def test_a_single_hit_needs_no_order(hit: Make) -> None:
    assert await reranked("q", [hit("a")], LetterEmbedder(), top=3) == [hit("a")]
