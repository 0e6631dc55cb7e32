"""Sentences of prose and of transcripts, each with its place."""

import pytest

from winnow.contracts.parsed import Chunk
from winnow_summarise.sentences import SourceSentence, sentences_of, tidied

MEETING = (
    "Grad B: OK . Introduce {vocalsound} the search , um , for a layer . Grad C: Yes . "
    "Grad B: It 's done . Grad C: I 'm not sure Grad B: It 's basically done ."
)


def read(*texts: str) -> list[SourceSentence]:
    return sentences_of(
        [
            Chunk(id=f"c{at}", index=at, text=text, elements=(), pages=(1,))
            for at, text in enumerate(texts)
        ]
    )


def test_every_sentence_stands_where_it_says() -> None:
    text = 'Dr. Ada Lovelace wrote it. "Is that so?" he asked.\n\nNo 7 of 1843\nhas 2.5 pages'
    assert [text[one.start : one.end] for one in read(text)] == [
        "Dr. Ada Lovelace wrote it.",
        '"Is that so?"',
        "he asked.",
        "No 7 of 1843\nhas 2.5 pages",
    ]


def test_lines_of_a_paragraph_are_one_sentence() -> None:
    [one] = read("A sentence that\n was wrapped\n by its printer.")
    assert one.text == "A sentence that was wrapped by its printer."


def test_lines_of_a_form_are_sentences_of_their_own() -> None:
    lines = ["CORNER CAFE", "Total 12.50", "Cash 20.00. Change 7.50"]
    assert [one.text for one in read("\n".join(lines))] == [
        "CORNER CAFE",
        "Total 12.50",
        "Cash 20.00.",
        "Change 7.50",
    ]


def test_a_page_without_a_full_stop_is_cut_between_words() -> None:
    pieces = read("word " * 200)
    assert len(pieces) > 1
    assert " ".join(one.text for one in pieces).split() == ["word"] * 200


def test_a_turn_belongs_to_its_speaker_wherever_others_interrupt() -> None:
    assert [one.quoted for one in read(MEETING)] == [
        "Grad B: OK.",
        "Grad B: Introduce the search, for a layer.",
        "Grad C: Yes.",
        "Grad B: It's done.",
        "Grad C: I'm not sure",
        "Grad B: It's basically done.",
    ]


def test_a_turn_goes_on_in_the_next_chunk_and_its_beginning_is_known() -> None:
    *_, last = read(MEETING, "So we go on with this.")
    assert last.quoted == "Grad B: So we go on with this."
    assert last.turn is not None
    chunk, start, end = last.turn
    assert (chunk, MEETING[start:end]) == ("c0", "Grad B")
    assert start == MEETING.rindex("Grad B")


def test_labels_of_a_form_are_no_speakers() -> None:
    assert {one.speaker for one in read("Total: 12.50. Date: 4 May. Paid: cash.")} == {None}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("So , uh , that 's {disfmarker} that is fine .", "So, that's that is fine."),
        ("[laughter] Mm - hmm . Right ?", "Right?"),
        ("Um", ""),
        ("The hummer hummed [1] at 3 : 30", "The hummer hummed [1] at 3: 30"),
        ("umlauts such as ü", "umlauts such as ü"),
    ],
)
def test_what_is_no_word_is_left_out(written: str, shown: str) -> None:
    assert tidied(written) == shown
