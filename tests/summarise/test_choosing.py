"""Which sentences stand for a document."""

from winnow.contracts.parsed import Chunk
from winnow_summarise.choosing import choose
from winnow_summarise.sentences import SourceSentence, sentences_of

STORY = (
    "The harbour of Willowby was closed after the storm had broken its lighthouse. "
    "The council asked engineers to repair the lighthouse of the harbour before winter. "
    "Somebody sold warm chestnuts to the people who were waiting on the pier. "
    "The harbour of Willowby was closed after the storm had broken its big lighthouse. "
    "Yes. "
    "Tamsin Okafor said that repairing the pumps would cost twelve thousand pounds at least."
)


def of(text: str) -> list[SourceSentence]:
    return sentences_of([Chunk(id="c0", index=0, text=text, elements=(), pages=(1,))])


def chosen(most: int, focus: str = "", text: str = STORY) -> list[str]:
    return [one.text for one in choose(of(text), most, focus=focus)]


def test_a_central_sentence_comes_first() -> None:
    [told] = chosen(1)
    assert told.startswith("The harbour of Willowby was closed")


def test_what_is_chosen_stands_in_the_document_s_order() -> None:
    told = chosen(4)
    assert told == sorted(told, key=STORY.index)


def test_what_was_said_already_is_not_said_again() -> None:
    assert sum("closed after" in text for text in chosen(3)) == 1


def test_a_focus_draws_what_is_near_it() -> None:
    [told] = chosen(1, "What would the pumps cost?")
    assert told.startswith("Tamsin Okafor")


def test_a_person_whom_the_focus_names_is_heard() -> None:
    text = (
        "Ann: OK. Bob: OK. Ann: I would say that the casing should be made of rubber, I think. "
        "Bob: I would say that the casing should be made of titanium, I think."
    )
    [told] = choose(of(text), 1, focus="What did Bob say about the casing?")
    assert told.speaker == "Bob"


def test_short_sentences_are_taken_only_where_there_are_no_others() -> None:
    assert "Yes." not in chosen(6)
    assert chosen(2, text="Yes. No, never.") == ["Yes.", "No, never."]


def test_nothing_is_chosen_of_nothing() -> None:
    assert choose([], 3) == []
