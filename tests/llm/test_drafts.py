from winnow.llm.drafts import Drafts


def test_what_followed_the_same_tokens_is_guessed_again() -> None:
    assert Drafts([1, 2, 3, 4, 5, 1, 2], length=3).propose() == [3, 4, 5]


def test_the_longer_and_then_the_later_place_wins() -> None:
    assert Drafts([7, 1, 2, 3, 8, 1, 2, 4, 7, 1, 2], length=1).propose() == [3]
    assert Drafts([1, 2, 3, 1, 2, 4, 1, 2], length=1).propose() == [4]


def test_new_tokens_are_guessed_nothing_for() -> None:
    assert Drafts([1, 2, 3]).propose() == []
    assert Drafts([]).propose() == []


def test_what_was_written_is_remembered_too() -> None:
    drafts = Drafts([1, 2])
    drafts.extend([3, 1, 2])
    assert drafts.propose() == [3, 1, 2]


def test_guessing_can_be_switched_off() -> None:
    assert Drafts([1, 2, 3, 1, 2], length=0).propose() == []
