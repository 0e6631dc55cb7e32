"""Texts that are copies, near copies, or of one template."""

from winnow.prompts import unfenced
from winnow.tuning.likeness import likenesses

LONG = "Why is my top-up still pending? I sent it two days ago from my account in Lyon."


def test_case_spacing_and_marks_make_no_difference() -> None:
    found = likenesses(["My card  has NOT arrived!", "my card has not arrived", "Another matter"])
    assert found.copies_of(0) == [(1, 1.0)]
    assert found.copies_of(2) == []


def test_a_text_with_misread_letters_and_lost_spaces_is_a_copy() -> None:
    misread = "Why is my top-up stili pcnding? Isent it two days ag0 from my accountin Lyon."
    [(other, likeness)] = likenesses([LONG, misread, "What is the weather in Lyon?"]).copies_of(0)
    assert other == 1
    assert 0.9 < likeness < 1


def test_scripts_without_spaces_are_compared_too() -> None:
    found = likenesses(
        ["请问我的新卡什么时候能够寄到我在上海的家", "请问我的新卡什么时侯能够寄到我在上海的家"]
    )
    assert [other for other, _ in found.copies_of(0)] == [1]


def test_a_filled_template_is_no_copy_of_another() -> None:
    shop = "Corner shop, 12 Main Street, Springfield. Thank you for your visit, come again! " * 3
    one = shop + "12.05.2024 13:07:55 No 448812 total 18.20"
    other = shop + "27.11.2023 09:41:02 No 390177 total 53.95"
    found = likenesses([one, other])
    assert found.copies_of(0) == []
    assert [other for other, _ in found.filled_like(0)] == [1]


def test_texts_of_a_few_letters_are_alike_only_when_equal() -> None:
    assert likenesses(["lost card", "last card"]).copies_of(0) == []


def test_texts_without_letters_are_not_alike() -> None:
    assert likenesses(["?!", "--", ""]).near == ()
    assert len(likenesses(["?!", "--", ""]).clusters) == 3


def test_a_pair_around_the_length_where_runs_change_is_found() -> None:
    text = "".join(chr(97 + (at * 7 + at // 5) % 26) for at in range(262))
    found = likenesses([text, text[:20] + text[38:]])
    assert [other for other, _ in found.copies_of(0)] == [1]


def test_the_fence_of_a_prompt_is_taken_off() -> None:
    assert unfenced("<document-0a1b2c3d>\na\nb\n</document-0a1b2c3d>") == "a\nb"
    assert unfenced("plain") == "plain"
