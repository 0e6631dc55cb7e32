"""How much vectors count, by language."""

import pytest

from winnow.retrieval.languages import knows, language_of, weight

ENGLISH = "all-MiniLM-L6-v2/bf16"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Where was the theatre located?", "en"),
        ("Wo befand sich das Theater im Sommer?", "de"),
        ("¿Dónde se encontraba el teatro de verano?", "es"),
        ("أين كان يقع المسرح الصيفي؟", "ar"),
        ("华沙的第一个文学歌舞表演是什么", "zh"),
    ],
)
def test_the_language_of_a_question_is_told(question: str, language: str) -> None:
    assert language_of(question) == language


def test_too_few_letters_have_no_language() -> None:
    assert language_of("4711 ?") is None


def test_an_english_model_has_no_say_in_other_languages() -> None:
    assert weight(ENGLISH, "Where was the summer theatre located?", 0.5, 0.0) == 0.5
    assert weight(ENGLISH, "Wo befand sich das Sommertheater damals?", 0.5, 0.0) == 0.0
    assert weight(ENGLISH, "北京", 0.5, 0.0) == 0.0
    assert weight(ENGLISH, "Victoria and Albert Museum 在哪里", 0.5, 0.0) == 0.0


def test_where_the_language_cannot_be_told_vectors_count_little() -> None:
    assert knows(ENGLISH, "4711 VAT") is None
    assert weight(ENGLISH, "4711 VAT", 0.5, 0.0) == 0.2
    assert weight(ENGLISH, "4711 VAT", 0.1, 0.0) == 0.1


def test_a_model_whose_languages_are_not_listed_counts_everywhere() -> None:
    assert weight("hashing/fp32", "北京在哪里", 0.5, 0.0) == 0.5
