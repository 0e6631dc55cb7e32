"""Questions that people answer, by rule; about the asker's own case, not about a subject."""

from pathlib import Path

import pytest

from winnow.answering.topics import read_topics, shipped_topics, touched
from winnow.errors import MisconfiguredError


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Can I talk to someone?", "speak to a person"),
        ("I want to speak with a real person please", "speak to a person"),
        ("Kann ich mit einem Menschen sprechen?", "speak to a person"),
        ("Should I take ibuprofen with this?", "medical"),
        ("Is my medication safe?", "medical"),
        ("Can I sue my landlord?", "legal"),
        ("Am I liable for the damage?", "legal"),
        ("Can I be fired while I am ill?", "dismissal"),
        ("How can we dismiss an employee?", "dismissal"),
        ("Should I invest in bonds?", "financial"),
    ],
)
def test_such_a_question_goes_to_a_person(question: str, reason: str) -> None:
    assert any(reason in one for one in touched(question, shipped_topics()))


@pytest.mark.parametrize(
    "question",
    [
        "What is the maximum dose on the label?",
        "Who was dismissed as prime minister in 1975?",
        "What does the contract say about termination?",
        "Which agent did the company appoint?",
        "How many people work in human resources?",
        "Who talked to the king?",
    ],
)
def test_a_question_about_the_subject_does_not(question: str) -> None:
    assert touched(question, shipped_topics()) == ()


def test_an_operator_names_topics_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "topics.toml"
    file.write_text('[merger]\nreason = "it is about the merger"\npatterns = ["merg(er|ing)"]\n')
    assert touched("When is the MERGER?", read_topics(file)) == ("it is about the merger",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a", "is no TOML"),
        ('[a]\nreason = "x"', "needs `reason`"),
        ('[a]\nreason = "x"\npatterns = ["("]', "is wrong"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(text)
    with pytest.raises(MisconfiguredError, match=message):
        read_topics(file)
    with pytest.raises(MisconfiguredError, match="cannot be read"):
        read_topics(tmp_path / "nowhere.toml")
