"""Terms of keywords, in any script."""

from winnow.vectors.terms import asked, folded, indexed, terms


def test_a_word_has_its_grams_beside_it_with_its_ends_marked() -> None:
    assert terms("House") == ["house", "=_hou", "=hous", "=ouse", "=use_"]
    assert terms("of") == ["of", "=_of_"]


def test_a_gram_is_not_taken_for_a_word_of_four_letters() -> None:
    assert "king" not in terms("kings")


def test_scripts_without_spaces_are_cut_into_characters_and_pairs() -> None:
    assert terms("北京市") == ["北", "京", "市", "北京", "京市"]
    assert terms("in 北京") == ["in", "=_in_", "北", "京", "北京"]


def test_accents_vowel_marks_and_arabic_spellings_are_folded() -> None:
    assert folded("Fällig \uff26ull") == "fallig full"
    assert folded("أَحْمَد") == folded("احمد")
    assert folded("مدينة") == folded("مدينه")


def test_other_forms_of_a_word_share_terms_with_it() -> None:
    assert set(terms("والكتاب")) & set(terms("الكتاب"))
    assert "=haus" in terms("Häuser")


def test_marks_are_no_terms() -> None:
    assert terms(" _ -- ?! ") == []
    assert indexed("of, by") == "of =_of_ by =_by_"


def test_a_question_names_each_term_once() -> None:
    assert asked("to be or not to be").split().count("be") == 1


def test_endless_words_are_cut() -> None:
    assert max(len(term) for term in terms("x" * 5000)) <= 36
