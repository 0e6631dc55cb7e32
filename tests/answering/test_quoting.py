"""A model that only quotes says what stands there, and is sure only where it was tried."""

from typing import Any

import pytest

from winnow.answering import quoter
from winnow.answering.port import Asked
from winnow.answering.rating import Rating
from winnow.answering.signals import FEATURES
from winnow.llm.port import Prompt
from winnow.llm.skill import only_quotes
from winnow.llm.unfilled import UnfilledError
from winnow.testing.model import FakeModel

BRIDGE = (
    "The bridge over the Vell was opened in May 1931 by Mayor Ida Brandt. "
    "It cost 4.2 million crowns. The town has a harbour."
)
ASKED = Asked("q1", "acme", "Who opened the bridge over the Vell?")


def rated(*, bar: float = 0.5, floor: float = 0.1, weight: float = 4.0) -> Rating:
    """A rating that goes by the words of the sentence alone."""
    weights = [weight if name == "sentence_words" else 0.0 for name in FEATURES]
    return Rating(
        model="fake",
        features=tuple(FEATURES),
        weights=tuple(weights),
        intercept=-2.0,
        bar=bar,
        floor=floor,
        card={},
    )


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("winnow.answering.open.rating_for", lambda _name: rated())


@pytest.mark.usefixtures("fitted")
async def test_the_sentence_of_the_document_is_said_and_the_words_in_it_are_marked(
    stand: Any,
) -> None:
    made = stand({"Quoted": {"quote": "Mayor Ida Brandt"}}, BRIDGE, quotes=True)
    answer = (await made.answerer.answer(ASKED)).answer
    (sentence,) = answer.sentences
    (citation,) = sentence.citations
    assert answer.outcome == "answered"
    assert sentence.text == BRIDGE[:68]
    assert citation.quote == BRIDGE[citation.start : citation.end] == "Mayor Ida Brandt"
    assert sentence.support == 1.0


async def test_the_form_allows_only_words_of_the_sentences_that_are_shown(stand: Any) -> None:
    made = stand({"Quoted": {"quote": "Mayor Ida Brandt"}}, BRIDGE, quotes=True)
    await made.answerer.answer(ASKED)
    form = made.model.calls[0].form
    allowed = form.model_json_schema()["properties"]["quote"]["enum"]
    assert "Mayor Ida Brandt" in allowed
    assert all(words in BRIDGE for words in allowed)
    assert "bridge over the Vell" not in allowed  # the question says that itself


async def test_without_a_fitted_rating_a_person_is_asked_and_has_the_draft(stand: Any) -> None:
    made = stand({"Quoted": {"quote": "Mayor Ida Brandt"}}, BRIDGE, quotes=True)
    answer = (await made.answerer.answer(ASKED)).answer
    assert answer.outcome == "escalated"
    assert answer.sentences[0].citations[0].quote == "Mayor Ida Brandt"
    assert "not sure enough" in answer.reasons[0]


@pytest.mark.usefixtures("fitted")
async def test_passages_about_something_else_do_not_hold_the_answer(stand: Any) -> None:
    made = stand({"Quoted": {"quote": "Owls"}}, "Owls hunt at night. Mice fear them.", quotes=True)
    answer = (await made.answerer.answer(Asked("q", "acme", "Who painted Guernica?"))).answer
    assert answer.outcome in ("not_in_documents", "escalated")
    assert answer.confidence < 0.5 or answer.outcome == "not_in_documents"


@pytest.mark.usefixtures("fitted")
async def test_a_model_that_fills_no_form_leaves_the_reading_without_a_model(stand: Any) -> None:
    made = stand({}, BRIDGE, quotes=True)
    usage = (
        await FakeModel({"Quoted": {"quote": "x"}}).fill(quoter_form(), prompt(), stage="a")
    ).usage
    made.model.fail_with(UnfilledError("cut_off", "after 96 tokens", usage))
    answer = (await made.answerer.answer(ASKED)).answer
    assert answer.usage == (usage,)
    assert "Ida Brandt" in answer.sentences[0].citations[0].quote


@pytest.mark.usefixtures("fitted")
async def test_a_model_that_only_quotes_is_never_asked_to_write(stand: Any) -> None:
    from winnow.contracts.questions import Turn

    made = stand({"Quoted": {"quote": "Mayor Ida Brandt"}}, BRIDGE, quotes=True)
    history = (Turn(question="When was the Vell Bridge opened?", answer="In May 1931."),)
    answered = await made.answerer.answer(Asked("q", "acme", "Who opened it?", history))
    assert answered.standalone == "Who opened Vell Bridge?"
    assert {call.form.__name__ for call in made.model.calls} == {"Quoted"}


def test_an_adapter_declares_that_its_model_only_quotes() -> None:
    from winnow.llm.local import LocalModel
    from winnow.llm.unshown import Unshown

    local = LocalModel.__new__(LocalModel)
    local.name, local.window = "smollm2-135m-instruct", 5_000
    assert only_quotes(local)
    assert only_quotes(Unshown(local))
    assert not only_quotes(FakeModel())


def test_a_rating_that_weighs_other_signals_is_refused() -> None:
    from winnow.answering.rating import checked
    from winnow.errors import MisconfiguredError

    stale = rated().model_copy(update={"features": ("passage_score",), "weights": (1.0,)})
    with pytest.raises(MisconfiguredError, match=r"bench\.ask\.fitting"):
        checked(stale)


def test_a_signal_that_is_no_number_makes_no_confidence() -> None:
    assert rated().probability([float("nan")] * len(FEATURES)) == 0.0
    assert quoter.UNTRIED < quoter.NEVER


def quoter_form() -> Any:
    from winnow.answering.quoting import Quoted

    return Quoted


def prompt() -> Prompt:
    return Prompt("task", "text")
